import { applyDelta } from '../../src/formats/pa19/apply-delta.js';
import { mutateBytes, range } from '../mutate/bytes.js';
import { seedNamed, type Target } from '../target.js';
import { deltaSeeds } from './delta-seeds.js';

export const deltaOld: Target = {
  name: 'delta-old',
  about: 'sound deltas applied to damaged old files, executables above all',
  prepare(pool) {
    const patches = deltaSeeds(pool);
    const seeds = patches.map(({ name, companion }) => ({ name, bytes: companion! }));
    return {
      seeds,
      make(random) {
        const seed = random.pick(seeds);
        const hot = range(0, Math.min(1000, seed.bytes.length));
        const bytes = mutateBytes(random, seed.bytes, { hot, others: [random.pick(seeds).bytes] });
        return { bytes, seed: seed.name, choice: 0 };
      },
      run(fuzzCase) {
        applyDelta(seedNamed(patches, fuzzCase.seed).bytes, fuzzCase.bytes);
      },
    };
  },
};
