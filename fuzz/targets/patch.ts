import { describePackage } from '../../src/hotfix/describe/describe-package.js';
import { planExtract } from '../../src/package/extract/extract-plan.js';
import { listPackage } from '../../src/package/inspect/list-package.js';
import { openPackage } from '../../src/package/open-package.js';
import { openPatchedPackage } from '../../src/package/patch/open-patched-package.js';
import { memoByName } from '../memo.js';
import { reduceCompoundFile } from '../mutate/compound-file.js';
import type { Seed } from '../seeds.js';
import { seedNamed, type Target, tolerate, tolerateLater } from '../target.js';
import { DatabaseMutator } from './database-mutator.js';
import { openDatabase, patchSeeds } from './patch-seeds.js';
import { checkPaths, drain, MOST } from './use-package.js';

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
