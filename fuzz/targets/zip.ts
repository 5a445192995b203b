import { buildZip } from '../../test/support/zip-builder.js';
import { memoByName } from '../memo.js';
import { edges, mutateBytes } from '../mutate/bytes.js';
import { tokens } from '../mutate/text.js';
import { reduceZip, zipHot } from '../mutate/zip.js';
import type { Random } from '../random.js';
import type { Seed } from '../seeds.js';
import { optionsOf, type Target } from '../target.js';
import { usePackage } from './use-package.js';
import { password, zips } from './zip-seeds.js';

/** Archives whose directory says what an attacker likes: names, sizes, offsets, counts. */
function hostileZip(random: Random): Uint8Array {
  const count = random.pick([1, 2, 3, 8, 60, 500]);
  const name = (i: number): string =>
    random.pick([
      `f${i}`,
      `a/f${i}`,
      'same',
      '..',
      `../${i}`,
      'a/'.repeat(1 + random.below(200)),
      random.pick(tokens),
    ]) + random.pick(['', '.msi', '.zip', '.cab', '.']);
  const files = Array.from({ length: count }, (_, i) => ({
    name: name(i),
    bytes: 'x'.repeat(random.below(300)),
    ...(random.chance(0.1) ? { size: random.pick(edges) } : {}),
    ...(random.chance(0.1) ? { compressedSize: random.pick(edges) } : {}),
    ...(random.chance(0.1) ? { offset: random.chance(0.5) ? 0 : random.pick(edges) } : {}),
    ...(random.chance(0.1) ? { method: random.pick([0, 1, 9, 12, 14, 99]) } : {}),
    ...(random.chance(0.1) ? { mode: random.pick([0o120777, 0o40755, 0o60000, 0o104755]) } : {}),
  }));
  return buildZip({
    files,
    ...(random.chance(0.1) ? { count: random.pick(edges) & 0xffff } : {}),
    ...(random.chance(0.1) ? { zip64: true } : {}),
    ...(random.chance(0.1) ? { behind: new Uint8Array(random.below(70_000)) } : {}),
  });
}

export const zip: Target = {
  name: 'zip',
  about: 'zip archives: directory, names, sizes, encryption, archives in archives',
  prepare(pool) {
    const inner = zips();
    const seeds = [
      ...inner,
      { name: 'built/nested.zip', bytes: buildZip({ files: [{ name: 'in.zip', bytes: inner[0]!.bytes }] }) },
      ...pool.files(/\.zip$/i),
    ];
    const hot = memoByName((seed: Seed) => zipHot(seed.bytes));
    return {
      seeds,
      make(random) {
        if (random.chance(0.25)) {
          return { bytes: hostileZip(random), seed: inner[0]!.name, choice: random.word() };
        }
        const seed = random.pick(seeds);
        const others = [random.pick(seeds).bytes];
        const bytes = mutateBytes(random, seed.bytes, { hot: hot(seed), others });
        return { bytes, seed: seed.name, choice: random.word() };
      },
      async run(fuzzCase, world) {
        await usePackage(world.write('case.zip', fuzzCase.bytes), { option: optionsOf(fuzzCase), password });
      },
      reduce: reduceZip,
    };
  },
};
