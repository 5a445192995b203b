import { applyDelta } from '../../src/formats/pa19/apply-delta.js';
import { readDelta } from '../../src/formats/pa19/read-delta.js';
import { describeDelta } from '../../src/package/inspect/describe-delta.js';
import { trailer } from '../../test/support/delta-builder.js';
import { concat, mutateBytes, range } from '../mutate/bytes.js';
import { seedNamed, type Target, tolerate } from '../target.js';
import { deltaSeeds } from './delta-seeds.js';

/** The last four bytes of a delta make its CRC come out right. */
function withTrailer(bytes: Uint8Array): Uint8Array {
  const body = bytes.subarray(0, Math.max(0, bytes.length - 4));
  return concat(body, trailer(body));
}

export const delta: Target = {
  name: 'delta',
  about: 'PA19 deltas whose checksum is right again, applied to their old file',
  prepare(pool) {
    const seeds = deltaSeeds(pool);
    return {
      seeds,
      make(random) {
        const seed = random.pick(seeds);
        const hot = range(0, Math.min(120, seed.bytes.length));
        const bytes = mutateBytes(random, seed.bytes, { hot, others: [random.pick(seeds).bytes] });
        return { bytes: withTrailer(bytes), seed: seed.name, choice: 0 };
      },
      run(fuzzCase) {
        tolerate(() => JSON.stringify(describeDelta(readDelta(fuzzCase.bytes))));
        applyDelta(fuzzCase.bytes, seedNamed(seeds, fuzzCase.seed).companion!);
      },
      repair: withTrailer,
    };
  },
};
