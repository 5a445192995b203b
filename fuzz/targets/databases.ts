import {
  applyTransform,
  BufferSource,
  CompoundFile,
  Database,
  describePackage,
  describeTransform,
  diffDatabases,
  listPackage,
  openPackage,
  openPatchedPackage,
  parseAdminProperties,
  planExtract,
  type StorageContent,
  SummaryInformation,
  storageContent,
  Transform,
  transformChanges,
  transformRowChanges,
  writeCompoundFile,
} from '../../src/index.js';
import { sameBytes } from '../../test/support/sample-bytes.js';
import { memo, memoByName } from '../memo.js';
import { mutateBytes, range } from '../mutate/bytes.js';
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
import { Broken, optionsOf, seedNamed, type Target, tolerate, tolerateLater } from '../target.js';
import { packages, patches, transforms } from './samples.js';
import { checkPaths, drain, MOST, useCompoundFile, useDatabase, usePackage } from './use-package.js';

/** Streams of larger files take too long to be written again and again. */
const REPACKED = 70_000;

/** Damages databases in three depths; see `mutate/compound-file.ts` and `mutate/database.ts`. */
class DatabaseMutator {
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

function* reduce(bytes: Uint8Array): Generator<Uint8Array> {
  yield* reduceCompoundFile(bytes);
  yield* reduceDatabase(bytes);
}

export const cfb: Target = {
  name: 'cfb',
  about: 'compound files: sectors, chains, directory; what is read is written again and must be the same',
  prepare(pool) {
    const mutator = new DatabaseMutator([
      ...packages(),
      ...patches(),
      ...pool.files(/\.(msi|msm|msp|mst|cub)$/i),
    ]);
    return {
      seeds: mutator.seeds,
      make(random) {
        const { seed, bytes } = mutator.bytes(random);
        return { bytes, seed: seed.name, choice: random.word() };
      },
      run(fuzzCase) {
        const option = optionsOf(fuzzCase);
        useCompoundFile(fuzzCase.bytes, option() && option());
        if (!option()) return;
        const content = contentOf(fuzzCase.bytes);
        if (content) comesBack(content);
      },
      reduce: reduceCompoundFile,
    };
  },
};

/** What the writer makes of a storage reads as the same storage. */
function comesBack(content: StorageContent): void {
  // Names that were read may be ones that no writer may write; that is an answer, whatever its kind.
  let written: Uint8Array;
  try {
    written = writeCompoundFile(content);
  } catch (error) {
    if ((error as { code?: string }).code === 'CFB_WRITE') return;
    throw error;
  }
  const again = storageContent(CompoundFile.open(new BufferSource(written)).root);
  const streams = (one: StorageContent): Map<string, Uint8Array> =>
    new Map(one.streams.map(({ name, bytes }) => [name, bytes]));
  const before = streams(content);
  const after = streams(again);
  for (const [name, bytes] of before) {
    const other = after.get(name);
    if (!other || !sameBytes(bytes, other)) throw new Broken('round-trip', `stream ${JSON.stringify(name)}`);
  }
  if (after.size !== before.size)
    throw new Broken('round-trip', `${before.size} streams, then ${after.size}`);
}

export const msi: Target = {
  name: 'msi',
  about: 'packages and merge modules: tables, string pool, summary, media, directories, listing, plans',
  prepare(pool) {
    const mutator = new DatabaseMutator([...packages(), ...pool.files(/\.(msi|msm|cub)$/i)]);
    return {
      seeds: mutator.seeds,
      make(random) {
        const { seed, bytes } = mutator.any(random);
        return { bytes, seed: seed.name, choice: random.word() };
      },
      async run(fuzzCase, world) {
        const option = optionsOf(fuzzCase);
        if (option()) {
          useDatabase(Database.open(CompoundFile.open(new BufferSource(fuzzCase.bytes)).root), true);
        } else {
          await usePackage(world.write('case.msi', fuzzCase.bytes), { option });
        }
      },
      reduce,
    };
  },
};

export const summary: Target = {
  name: 'summary',
  about: 'summary information (MS-OLEPS) and the saved properties of an administrative image',
  prepare(pool) {
    const name = '\u0005SummaryInformation';
    const seeds = [...packages(), ...patches(), ...pool.files(/\.(msi|msp|mst)$/i, 60_000)].flatMap(
      (seed) => {
        const bytes = contentOf(seed.bytes)?.streams.find((stream) => stream.name === name)?.bytes;
        return bytes && bytes.length < 4096 ? [{ name: seed.name, bytes }] : [];
      },
    );
    return {
      seeds,
      make(random) {
        const seed = random.pick(seeds);
        const hot = range(0, Math.min(200, seed.bytes.length));
        const bytes = mutateBytes(random, seed.bytes, { hot, others: [random.pick(seeds).bytes] });
        return { bytes, seed: seed.name, choice: 0 };
      },
      run({ bytes }) {
        tolerate(() => SummaryInformation.parse(bytes));
        tolerate(() => parseAdminProperties(bytes));
      },
    };
  },
};

/** Real patches and the products that they are for, where the corpus has both. */
const realPatches: readonly [product: string, patch: string][] = [
  ['wix3/PerMachineMsisMsps_prodAv100.msi', 'wix3/PerMachineMsisMsps_PatchAv101.msp'],
  ['wix3/PerMachineMsisMsps_prodBv100.msi', 'wix3/PerMachineMsisMsps_PatchBv101.msp'],
  ['wix3/PerMachineMsisMsps_prodAv100.msi', 'wix3/PerMachineMsisMsps_PatchABv101.msp'],
  ['wix3/MSIsandMSPs_RtmProduct_product.msi', 'wix3/MSIsandMSPs_Baseliner_rtmldr.msp'],
];

function patchSeeds(pool: { file(end: string): Uint8Array | null }): Seed[] {
  const real = realPatches.flatMap(([product, patch]): Seed[] => {
    const companion = pool.file(product);
    const bytes = pool.file(patch);
    return companion && bytes ? [{ name: patch, bytes, companion }] : [];
  });
  return [...patches(), ...real];
}

const openDatabase = (bytes: Uint8Array): Database =>
  Database.open(CompoundFile.open(new BufferSource(bytes)).root);

export const msp: Target = {
  name: 'msp',
  about: 'patches: described, listed and applied to their product',
  prepare(pool) {
    const mutator = new DatabaseMutator(patchSeeds(pool));
    const base = memoByName((seed: Seed) => openDatabase(seed.companion!));
    return {
      seeds: mutator.seeds,
      make(random) {
        const { seed, bytes } = mutator.any(random);
        return { bytes, seed: seed.name, choice: random.word() };
      },
      async run(fuzzCase, world) {
        const seed = seedNamed(mutator.seeds, fuzzCase.seed);
        const patch = openPackage(world.write('case.msp', fuzzCase.bytes));
        try {
          tolerate(() => JSON.stringify(describePackage(patch, { base: base(seed) })));
          await tolerateLater(() => listPackage(patch.content, { hash: true, base: base(seed) }));
          const product = openPackage(world.write('product.msi', seed.companion!));
          try {
            const { content } = openPatchedPackage(product, [patch]);
            const plan = tolerate(() => planExtract(content, { onConflict: 'rename' }));
            if (plan) checkPaths(plan.files.map((file) => file.path));
            drain(content.decode(content.files), MOST);
          } finally {
            product.close();
          }
        } finally {
          patch.close();
        }
      },
      reduce: reduceCompoundFile,
    };
  },
};

export const mst: Target = {
  name: 'mst',
  about: 'transforms, alone and from patches: described and applied, and the result compared',
  prepare(pool) {
    const seeds = memo((): Seed[] => {
      const inPatches = patchSeeds(pool).flatMap(({ name, bytes, companion }) =>
        (contentOf(bytes)?.storages ?? []).flatMap((storage): Seed[] => {
          const file = fileOf(storage.content);
          return file && companion ? [{ name: `${name}#${storage.name}`, bytes: file, companion }] : [];
        }),
      );
      return [...transforms(), ...inPatches];
    })();
    const mutator = new DatabaseMutator(seeds);
    const base = memoByName((seed: Seed) => openDatabase(seed.companion!));
    return {
      seeds,
      make(random) {
        // Transforms have no tables that a builder could write: damage goes into their streams.
        const { seed, bytes } = random.chance(0.2) ? mutator.bytes(random) : mutator.any(random);
        return { bytes, seed: seed.name, choice: random.word() };
      },
      run(fuzzCase) {
        const before = base(seedNamed(seeds, fuzzCase.seed));
        const transform = Transform.open(CompoundFile.open(new BufferSource(fuzzCase.bytes)).root);
        tolerate(() => JSON.stringify(describeTransform(transform, before)));
        for (const change of tolerate(() => transformChanges(transform, before)) ?? []) {
          tolerate(() => transformRowChanges(change));
        }
        const after = applyTransform(before, transform, { suppress: 0xffff });
        useDatabase(after, false);
        diffDatabases(before, after);
      },
      reduce: reduceCompoundFile,
    };
  },
};
