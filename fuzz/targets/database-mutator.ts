import type { StorageContent } from '../../src/formats/cfb/compound-file-writer.js';
import { memoByName } from '../memo.js';
import { mutateBytes } from '../mutate/bytes.js';
import {
  compoundFileHot,
  contentOf,
  fileOf,
  mutateStorage,
  reduceCompoundFile,
} from '../mutate/compound-file.js';
import { type DatabaseParts, mutateDatabase, partsOf, reduceDatabase } from '../mutate/database.js';
import type { Random } from '../random.js';
import type { Seed } from '../seeds.js';

/** Streams of larger files take too long to be written again and again. */
const REPACKED = 70_000;

/** Damages databases in three depths; see `mutate/compound-file.ts` and `mutate/database.ts`. */
export class DatabaseMutator {
  readonly seeds: readonly Seed[];
  readonly #repacked: readonly Seed[];
  readonly #hot = memoByName((seed: Seed) => compoundFileHot(seed.bytes));
  readonly #content = memoByName((seed: Seed): StorageContent | null => contentOf(seed.bytes));
  readonly #parts = memoByName((seed: Seed): DatabaseParts | null => partsOf(seed.bytes));

  constructor(seeds: readonly Seed[]) {
    this.seeds = seeds;
    const small = seeds.filter(({ bytes }) => bytes.length <= REPACKED);
    this.#repacked = small.length > 0 ? small : seeds;
  }

  /** Damages bytes of the file as it lies on disk. */
  bytes(random: Random): { seed: Seed; bytes: Uint8Array } {
    const seed = random.pick(this.seeds);
    const others = [random.pick(this.seeds).bytes];
    const hot = random.chance(0.7) ? this.#hot(seed) : [];
    return { seed, bytes: mutateBytes(random, seed.bytes, { others, hot }) };
  }

  /** Damages streams, tables or bytes. */
  any(random: Random): { seed: Seed; bytes: Uint8Array } {
    const depth = random.below(10);
    const seed = random.pick(this.#repacked);
    if (depth < 4) {
      const parts = this.#parts(seed);
      const bytes = parts && mutateDatabase(random, parts);
      if (bytes) return { seed, bytes };
    }
    if (depth < 8) {
      const content = this.#content(seed);
      const bytes = content && fileOf(mutateStorage(random, content));
      if (bytes) return { seed, bytes };
    }
    return this.bytes(random);
  }
}

/** Steps of the minimiser for databases. */
export function* reducePackage(bytes: Uint8Array): Generator<Uint8Array> {
  yield* reduceCompoundFile(bytes);
  yield* reduceDatabase(bytes);
}
