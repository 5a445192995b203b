import { expect, it } from 'vitest';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { ZipContainer } from '../../src/archive/zip-container.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { isWeakening } from '../../src/core/weakening-warnings.js';
import { openPackage } from '../../src/package/open-package.js';
import { buildZip, type ZipFilePlan } from '../support/zip-builder.js';

const link = (name: string): ZipFilePlan => ({ name, bytes: 'target', mode: 0o120777 });
const file = (name: string): ZipFilePlan => ({ name, bytes: 'x' });
const open = (files: ZipFilePlan[], renameUnsafe = true) => {
  const bytes = buildZip({ files });
  const budget = new UnpackBudget({ packed: bytes.length, renameUnsafe });
  return ZipContainer.open(new BufferSource(bytes), budget, false)!;
};

it.each([
  [[link('a.dll')], '1 symbolic link was left out of the archive: a.dll'],
  [
    ['b', 'c', 'd', 'e', 'f'].map(link),
    '5 symbolic links were left out of the archive: b, c, d, e and 1 more',
  ],
])('names links that --rename-unsafe leaves out', (links, message) => {
  const { files, warnings } = open([...links, file('x.dll')]);
  expect(files.map(({ path }) => path)).toEqual(['x.dll']);
  expect(warnings).toEqual([{ code: 'PATH_LINK', message, found: links.length }]);
  expect(warnings.some(isWeakening)).toBe(true);
});

it('refuses links otherwise, and has nothing to say of an archive without', () => {
  expect(() => open([link('a.dll')], false)).toThrow('a symbolic link; --rename-unsafe leaves links out');
  expect(open([file('x.dll')]).warnings).toEqual([]);
});

it('says it of the package as well', () => {
  using opened = openPackage(buildZip({ files: [link('a.dll'), file('x.dll')] }), {
    name: 'p.zip',
    orContainer: true,
    renameUnsafe: true,
  });
  expect(opened.content.warnings).toMatchObject([{ code: 'PATH_LINK' }]);
});
