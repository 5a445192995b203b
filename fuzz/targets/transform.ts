import { BufferSource } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { applyTransform } from '../../src/msi/apply-transform.js';
import { Transform } from '../../src/msi/transform.js';
import { transformChanges } from '../../src/msi/transform-changes.js';
import { describeTransform, transformRowChanges } from '../../src/package/inspect/describe-transform.js';
import { diffDatabases } from '../../src/package/node/diff-packages.js';
import { memo, memoByName } from '../memo.js';
import { contentOf, fileOf, reduceCompoundFile } from '../mutate/compound-file.js';
import type { Seed } from '../seeds.js';
import { seedNamed, type Target, tolerate } from '../target.js';
import { DatabaseMutator } from './database-mutator.js';
import { openDatabase, patchSeeds } from './patch-seeds.js';
import { transforms } from './samples.js';
import { useDatabase } from './use-package.js';

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
