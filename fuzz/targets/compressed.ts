import { buildCompressed, type CompressPlan } from '../../test/support/compress-builder.js';
import { mutateBytes } from '../mutate/bytes.js';
import type { Seed } from '../seeds.js';
import { bytesOf, optionsOf, type Target } from '../target.js';
import { packages } from './samples.js';
import { usePackage } from './use-package.js';

/** Most of what decides lies in the header and in the codes behind it. */
const HEAD = 100;

function compressedFiles(): Seed[] {
  const text = bytesOf(Array.from({ length: 400 }, (_, i) => `${i} and ${(i * i) % 701}`).join());
  const plans: CompressPlan[] = [
    { format: 'SZDD', missingLetter: 'l' },
    { format: 'SZ' },
    ...[0, 1, 2, 3, 4].map(
      (method): CompressPlan => ({ format: 'KWAJ', method, name: 'A', extension: 'DLL', extras: true }),
    ),
    { format: 'KWAJ', method: 3, size: false, spellings: [1, 2, 3, 1, 2] },
    { format: 'KWAJ', method: 4, size: false },
  ];
  return [
    ...plans.map((plan, i) => ({ name: `built/${i}.dl_`, bytes: buildCompressed(text, plan) })),
    {
      name: 'built/package.ms_',
      bytes: buildCompressed(packages()[0]!.bytes, { format: 'SZDD', missingLetter: 'i' }),
    },
  ];
}

export const compressed: Target = {
  name: 'compressed',
  about: 'files of COMPRESS.EXE: SZDD, SZ and KWAJ',
  prepare() {
    const seeds = compressedFiles();
    const hot = Array.from({ length: HEAD }, (_, i) => i);
    return {
      seeds,
      make(random) {
        const seed = random.pick(seeds);
        const others = [random.pick(seeds).bytes];
        const bytes = mutateBytes(random, seed.bytes, { hot, others });
        return { bytes, seed: seed.name, choice: random.word() };
      },
      async run(fuzzCase, world) {
        await usePackage(world.write('case.dl_', fuzzCase.bytes), {
          option: optionsOf(fuzzCase),
          password: 'x',
        });
      },
    };
  },
};
