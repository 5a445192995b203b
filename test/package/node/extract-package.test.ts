import { join } from 'node:path';
import { expect, it } from 'vitest';
import { extractPackage } from '../../../src/package/node/extract-package.js';
import { openPackage } from '../../../src/package/open-package.js';
import { text, textTree, writePackage } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const plan = {
  files: [
    { key: 'a', name: 'a.txt', bytes: text('first') },
    { key: 'b', name: 'b.log', bytes: text('second') },
  ],
};

it('writes what was asked for and says what that was', async () => {
  await using pkg = openPackage(writePackage(plan));
  const folder = join(tempFolder(), 'out');
  const { files, size, warnings } = await extractPackage(pkg, folder, { only: ['*.txt'], layout: 'flat' });
  expect(files.map(({ path }) => path)).toEqual(['a.txt']);
  expect([size, warnings]).toEqual([5, []]);
  expect(textTree(folder)).toEqual({ 'a.txt': 'first' });
});

it('replaces nothing unless told to', async () => {
  await using pkg = openPackage(writePackage(plan));
  const folder = join(tempFolder(), 'out');
  await extractPackage(pkg, folder);
  await expect(extractPackage(pkg, folder)).rejects.toMatchObject({ code: 'FILE_EXISTS' });
  await extractPackage(pkg, folder, { overwrite: 'always' });
});
