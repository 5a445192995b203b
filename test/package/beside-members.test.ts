import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLoose, membersBeside } from '../../src/package/beside-members.js';
import { openPackage } from '../../src/package/open-package.js';
import { cabinetOf } from '../support/container-builder.js';
import { buildPackage, type PackagePlan } from '../support/package-builder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

type Files = Record<string, Uint8Array | string>;
const zip = (files: Files): Uint8Array =>
  buildZip({ files: Object.entries(files).map(([name, bytes]) => ({ name, bytes })) });

/** A package with `own.txt` in the tree of its source folders. */
const plan = (more: Partial<PackagePlan>): PackagePlan => ({
  files: [{ key: 'f', name: 'own.txt', bytes: new Uint8Array(9) }],
  ...more,
});
const { msi } = buildPackage(plan({}));
const loose = buildPackage(plan({ cabinets: 'none' }));
const external = buildPackage(plan({ cabinets: 'external' }));

function beside(bytes: Uint8Array, named = ''): string[] {
  const path = join(tempFolder(), 'p.zip');
  writeFileSync(path, bytes);
  using opened = openPackage(path + named);
  return membersBeside(opened).map(({ path }) => path);
}

describe('membersBeside', () => {
  it.each<[string, Files, string[]]>([
    ['has all but the package', { 'p.msi': msi, 'a.dll': '', 'sub/b.zip': '' }, ['a.dll', 'sub/b.zip']],
    [
      'knows the files of the package by their places',
      { 'in/p.msi': loose.msi, 'in/PFILES/Fixture/own.txt': '', 'PFiles/Fixture/own.txt': '', 'own.txt': '' },
      ['PFiles/Fixture/own.txt', 'own.txt'],
    ],
    [
      'knows the cabinets of the package by their places',
      {
        'p.msi': external.msi,
        'Files.cab': external.loose.get('files.cab')!,
        'other/files.cab': cabinetOf({}),
      },
      ['other/files.cab'],
    ],
    [
      'knows cabinets in the folder of another disk',
      { 'Disk1/p.msi': external.msi, 'Disk2/files.cab': external.loose.get('files.cab')!, x: '' },
      ['x'],
    ],
  ])('%s', (_, files, expected) => expect(beside(zip(files))).toEqual(expected));

  const inner = zip({ 'p.msi': msi, 'a.dll': '' });
  const nested = zip({ 'one.zip': zip({ 'two.zip': inner, 'b.dll': '' }), 'c.dll': '' });

  it.each<[string, string[]]>([
    ['', ['c.dll', 'one.zip!b.dll', 'one.zip!two.zip!a.dll']],
    ['!one.zip', ['b.dll', 'two.zip!a.dll']],
    ['!one.zip!two.zip', ['a.dll']],
    ['!one.zip!two.zip!p.msi', []],
    ['!one.zip!', []],
  ])('looks into each container below what the caller named: p.zip%s', (named, expected) =>
    expect(beside(nested, named)).toEqual(expected),
  );

  it.each(['a!b/p.zip', 'a!b!p.zip'])('takes a ! in the name of a folder for no container: %s', (name) => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'a!b'));
    writeFileSync(join(folder, 'a!b', 'p.zip'), inner);
    using opened = openPackage(join(folder, name));
    expect(membersBeside(opened).map(({ path }) => path)).toEqual(['a.dll']);
  });
});

it('isLoose tells uncompressed files of a package', () => {
  const path = join(tempFolder(), 'p.zip');
  writeFileSync(path, zip({ 'p.msi': loose.msi }));
  using opened = openPackage(path);
  expect(opened.content.files.map(isLoose)).toEqual([true]);
});
