import { applyDelta } from '../../src/formats/pa19/apply-delta.js';
import { concat, mutateBytes } from '../mutate/bytes.js';
import { Broken, bytesOf, type Target } from '../target.js';

/*
 * Bugs planted on purpose, for `--self-test`: each of them has to be found and cut down to the bytes that matter. Marks
 * are added now and then, as a mutation would.
 */

function planted(name: string, mark: string, bug: (world: { root: string }) => void): Target {
  const seeds = [
    { name: 'built/plain', bytes: bytesOf('a plain text that nothing happens with. '.repeat(3)) },
  ];
  return {
    name: `planted-${name}`,
    about: 'a bug planted for the self-test',
    prepare: () => ({
      seeds,
      make(random) {
        let bytes = mutateBytes(random, seeds[0]!.bytes);
        if (random.chance(0.1)) {
          const at = random.below(bytes.length + 1);
          bytes = concat(bytes.subarray(0, at), bytesOf(mark), bytes.subarray(at));
        }
        return { bytes, seed: seeds[0]!.name, choice: 0 };
      },
      run({ bytes }, world) {
        if (Buffer.from(bytes).includes(mark)) bug(world);
        else applyDelta(bytes, bytes);
      },
    }),
  };
}

const nothing: { a?: { b: number } } = {};

export const plantedTargets: readonly Target[] = [
  planted('crash', '!crash!', () => {
    nothing.a!.b = 1;
  }),
  planted('broken', '!broken!', () => {
    throw new Broken('promise', 'does not hold');
  }),
  planted('hang', '!hang!', () => {
    for (let i = 0; i >= 0; i = (i + 1) % 1000);
  }),
  planted('memory', '!memory!', () => {
    const held: Uint8Array[] = [];
    for (let i = 0; i < 280; i++) held.push(new Uint8Array(1 << 20).fill(i));
    const until = performance.now() + 60;
    while (performance.now() < until);
    if (held.length === 0) throw new Error('never');
  }),
  planted('kill', '!kill!', () => {
    process.kill(process.pid, 'SIGKILL');
  }),
];
