import { memoByName } from '../memo.js';
import { edges, put } from '../mutate/bytes.js';
import { cabinetMap, rebuildChecksums } from '../mutate/cabinet.js';
import type { Seed } from '../seeds.js';
import type { Target } from '../target.js';
import { cabinetSeeds, decodeFolders } from './cabinet-seeds.js';

export const cabPayload: Target = {
  name: 'cab-payload',
  about: 'compressed data behind right checksums: MSZIP, LZX, Quantum',
  prepare(pool) {
    const seeds = cabinetSeeds(pool).filter(({ bytes }) =>
      cabinetMap(bytes).blocks.some((b) => b.length > 0),
    );
    const blocksOf = memoByName((seed: Seed) => cabinetMap(seed.bytes).blocks.filter((b) => b.length > 0));
    return {
      seeds,
      make(random) {
        const seed = random.pick(seeds);
        const bytes = seed.bytes.slice();
        const blocks = blocksOf(seed);
        const changes = 1 + random.below(8);
        for (let i = 0; i < changes; i++) {
          const { body, length } = random.pick(blocks);
          // Trees and block headers stand in front: half of the changes go there.
          const at = body + random.below(random.chance(0.5) ? Math.min(64, length) : length);
          if (random.chance(0.3)) put(bytes, at, random.pick(edges), 2);
          else put(bytes, at, random.below(256), 1);
        }
        if (random.chance(0.2))
          put(bytes, random.pick(blocks).at + 6, random.pick([0, 1, 100, 32767, 32768]), 2);
        return { bytes: rebuildChecksums(bytes), seed: seed.name, choice: random.word() };
      },
      run: ({ bytes }) => decodeFolders(bytes, false),
      repair: rebuildChecksums,
    };
  },
};
