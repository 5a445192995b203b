import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BesideFiles } from '../../../src/hotfix/scan/beside-files.js';
import { writePackage, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { buildZip } from '../../support/zip-builder.js';

const zip = buildZip({ files: [{ name: 'b.dll', bytes: 'x' }] });

it('names archives by their content and their names, not the database of an image', () => {
  const root = tempFolder();
  writeTree(root, { 'a/w.dat': zip, 'a/v.cab': 'x', 'a/c.txt': 'text that is long enough', 'w.dat': zip });
  const name = 'a.txt';
  writePackage(
    { files: [{ key: 'f', name, bytes: new Uint8Array(9), cabinet: null }] },
    join(root, 'a'),
    'p.msi',
  );
  const beside = new BesideFiles(root);
  beside.add('a', ['w.dat', 'v.cab', 'c.txt', 'p.msi', name]);
  expect(beside.warnings(() => false)).toEqual([
    {
      code: 'PACKAGE_NOT_SEARCHED',
      message: `2 files inside were not looked at: a/w.dat, a/v.cab; give the path of one to look at it: "${root}/a/w.dat"`,
    },
  ]);
});

it('says nothing of a tree without such folders, and of files that are removed meanwhile', () => {
  const root = tempFolder();
  writeTree(root, { 'w.dat': zip });
  const beside = new BesideFiles(root);
  expect(beside.warnings(() => false)).toEqual([]);
  beside.add('', ['w.dat']);
  rmSync(join(root, 'w.dat'));
  expect(beside.warnings(() => false)).toEqual([]);
});
