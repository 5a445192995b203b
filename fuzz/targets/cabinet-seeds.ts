import { BufferSource } from '../../src/core/byte-source.js';
import { CabinetSet } from '../../src/formats/cab/cabinet-set.js';
import { memoByName } from '../memo.js';
import { cabinetMap } from '../mutate/cabinet.js';
import type { Seed, SeedPool } from '../seeds.js';
import { tolerate } from '../target.js';
import { cabinets } from './samples.js';
import { drain } from './use-package.js';

export const cabinetSeeds = (pool: SeedPool): Seed[] => [
  ...cabinets(),
  ...pool.files(/\.cab(\.foo)?$/i, 60_000),
];
export const cabinetHot = memoByName((seed: Seed) => cabinetMap(seed.bytes).hot);

export function decodeFolders(bytes: Uint8Array, strict: boolean): void {
  const set = CabinetSet.open(new BufferSource(bytes), { strict });
  for (const folder of set.folders) tolerate(() => drain(set.decode(folder.files)));
}
