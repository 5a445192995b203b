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

it('counts archives in other folders, without the databases of images', () => {
  const root = tempFolder();
  const image = { files: [{ key: 'f', name: 'a.txt', bytes: new Uint8Array(9), cabinet: null }] };
  writeTree(root, { 'a/v.cab': zip, 'b/w.7z': 'x', 'b/x.zip': zip, 'b/y.msu': zip, 'b/z.txt': 'x' });
  writePackage(image, root, 'p.msi');
  const beside = new BesideFiles(root);
  expect(beside.notes()).toEqual([]);
  beside.addElsewhere('', ['p.msi']);
  expect(beside.notes()).toEqual([]);
  beside.addElsewhere('a', ['v.cab']);
  const code = 'SCAN_NOT_SEARCHED';
  expect(beside.notes()).toEqual([
    {
      code,
      message: '1 archive or package in folders without files of the articles was not looked at: a/v.cab',
      file: root,
    },
  ]);
  beside.addElsewhere('b', ['w.7z', 'x.zip', 'y.msu', 'z.txt']);
  expect(beside.notes()).toMatchObject([
    {
      message: expect.stringMatching(
        /^4 archives and packages .* were not looked at: a\/v\.cab, b\/w\.7z, b\/x\.zip and 1 more$/,
      ),
    },
  ]);
  expect(beside.warnings(() => false)).toEqual([]);
});
