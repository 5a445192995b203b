import type { Seed, SeedPool } from '../seeds.js';
import { deltas } from './samples.js';

/** Deltas of Windows' own PatchAPI, with the old files that they are for. */
function realDeltas(pool: SeedPool): Seed[] {
  const index = pool.file('pa19/INDEX.tsv');
  if (!index) return [];
  return new TextDecoder()
    .decode(index)
    .split('\n')
    .flatMap((line): Seed[] => {
      const [old, , patch] = line.split('\t').map((cell) => cell.trim());
      if (!old?.endsWith('.old') || !patch?.endsWith('.pa')) return [];
      const companion = pool.file(`pa19/${old}`);
      const bytes = pool.file(`pa19/${patch}`);
      if (!companion || !bytes || bytes.length > 60_000 || companion.length > 130_000) return [];
      return [{ name: `pa19/${patch}`, bytes, companion }];
    });
}

export const deltaSeeds = (pool: SeedPool): Seed[] => [...deltas(), ...realDeltas(pool)];
