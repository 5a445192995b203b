import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { filesBeside } from '../../src/cli/files-beside.js';
import { buildPackage, type PackagePlan } from '../support/package-builder.js';
import { tempFolder } from '../support/temp-folder.js';

function write(plan: Pick<PackagePlan, 'cabinets'>, spell = (path: string) => path): string {
  const folder = tempFolder();
  const { msi, loose } = buildPackage({
    files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('a') }],
    ...plan,
  });
  writeFileSync(join(folder, 'a.msi'), msi);
  writeFileSync(join(folder, 'other.txt'), 'not of the package');
  for (const [path, bytes] of loose) {
    const file = join(folder, spell(path));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  return join(folder, 'a.msi');
}

it.each([
  ['a cabinet', { cabinets: 'external' as const }, ['files.cab']],
  ['loose files', { cabinets: 'none' as const }, ['PFiles/Fixture/a.txt']],
  ['nothing', {}, []],
])('finds %s beside a package', (_, plan, expected) => {
  expect(filesBeside(write(plan)).map(({ path }) => path)).toEqual(expected);
});

it('finds them in any letter case', () => {
  const [found] = filesBeside(write({ cabinets: 'external' }, (path) => path.toUpperCase()));
  expect(found).toMatchObject({ path: 'files.cab', file: expect.stringMatching(/FILES\.CAB$/) });
});

it('follows no link, and opens nothing that is no package', () => {
  const path = write({ cabinets: 'external' }, () => 'elsewhere');
  symlinkSync(join(dirname(path), 'elsewhere'), join(dirname(path), 'files.cab'));
  expect(filesBeside(path)).toEqual([]);
  expect(filesBeside(join(dirname(path), 'other.txt'))).toEqual([]);
});
