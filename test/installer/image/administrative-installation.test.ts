import { cpSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPackage } from '../../../src/package/open-package.js';
import { makeImage } from '../../support/image.js';
import { standInFiles } from '../../support/kb977203-stand-in.js';
import { canLinkFolders, linkFolder } from '../../support/links.js';
import type { PackagePlan } from '../../support/package-builder.js';
import {
  hashTree,
  sha256,
  standInPath,
  text,
  textTree,
  writePackage,
  writeTree,
} from '../../support/package-folder.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';
import { tempFolder } from '../../support/temp-folder.js';

const modified = new Date('2010-01-25T06:27:02Z');
const directories = [
  { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
  { id: 'INSTALLDIR', parent: 'TARGETDIR', defaultDir: 'TGT~1|Target:SRC~1|Source' },
];
const files = [
  { key: 'a', name: 'a.txt', bytes: text('first'), modified },
  { key: 'b', name: 'SECOND~1.TXT|second.txt', bytes: text('second'), modified, attributes: 1 },
];
const packageOf = (plan: Partial<PackagePlan> = {}, folder = tempFolder()) =>
  writePackage({ directories, files, ...plan }, folder, 'My Package.msi');

const version = (fileVersion: string) =>
  buildExecutable({ platform: 'x86', dll: true, version: { fileVersion } });

describe('the image', () => {
  it('is the tree by source names with the database at its root', async () => {
    const image = await makeImage(packageOf());
    expect(Object.keys(hashTree(image.target))).toEqual([
      'My Package.msi',
      'Source/a.txt',
      'Source/second.txt',
    ]);
    expect(image).toMatchObject({
      written: ['Source/a.txt', 'Source/second.txt', 'My Package.msi'],
      kept: [],
      removed: [],
      warnings: [],
    });
    expect(statSync(join(image.target, 'Source/a.txt')).mtime).toEqual(modified);
    expect(statSync(join(image.target, 'Source/second.txt')).mode & 0o222).toBe(0);
    expect(readdirSync(image.target).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('of a package that lists itself has the database at its place', async () => {
    const self = { key: 'self', name: 'My Package.msi', directory: 'TARGETDIR', bytes: text(''), size: 0 };
    const path = packageOf({ cabinets: 'none', files: [...files, { ...self, hash: false }] });
    let image = await makeImage(path);
    for (let again = 0; again < 2; again++) {
      expect(Object.keys(hashTree(image.target)).sort()).toEqual([
        'My Package.msi',
        'Source/a.txt',
        'Source/second.txt',
      ]);
      expect(image.warnings.map(({ code, entry }) => [code, entry])).toEqual([['PATH_COLLISION', 'self']]);
      image = await makeImage(image.path);
    }
    const extracted = openPackage(path);
    expect(extracted.content.files.at(-1)).toMatchObject({ key: 'self', size: statSync(path).size });
    extracted.close();
  });

  it('has short names where they are asked for, and is read by them', async () => {
    const image = await makeImage(packageOf(), { shortNames: true });
    expect(Object.keys(hashTree(image.target))).toEqual([
      'My Package.msi',
      'SRC~1/SECOND~1.TXT',
      'SRC~1/a.txt',
    ]);
    const again = await makeImage(image.path);
    expect(Object.keys(hashTree(again.target))).toEqual([
      'My Package.msi',
      'Source/a.txt',
      'Source/second.txt',
    ]);
  });

  it.each([
    ['external cabinets', { cabinets: 'external', mediaSplit: 2 }],
    [
      'a spanning set',
      { cabinets: 'external', cabinetOptions: { 'files.cab': { method: 'none', partBytes: 4 } } },
    ],
    ['a source tree', { cabinets: 'none' }],
    ['a source tree with short names', { cabinets: 'none', wordCount: 1 }],
    ['a mixed source', { files: [{ ...files[0]!, cabinet: null }, files[1]!] }],
  ] as [string, Partial<PackagePlan>][])('is the same from %s', async (_, plan) => {
    const [reference, image] = [await makeImage(packageOf()), await makeImage(packageOf(plan))];
    const tree = (folder: string) => {
      const { 'My Package.msi': database, ...rest } = hashTree(folder);
      expect(database).toBeDefined();
      return rest;
    };
    // Cabinets beside the package do not come along.
    expect(tree(image.target)).toEqual(tree(reference.target));
  });

  it('is itself a package: a second one made from it is equal', async () => {
    const now = new Date('2026-01-02T03:04:06Z');
    const first = await makeImage(packageOf({ signatures: true }), { now });
    const second = await makeImage(first.path, { now });
    expect(hashTree(second.target)).toEqual(hashTree(first.target));
    expect(statSync(join(second.target, 'Source/a.txt')).mtime).toEqual(modified);
    expect(statSync(join(second.target, 'Source/second.txt')).mode & 0o222).toBe(0);
  });

  it('of the stand-in has the published files at their source paths', async () => {
    const image = await makeImage(standInPath(2));
    const content = openPackage(image.target).content.files;
    const expected = standInFiles(2).map(({ sourcePath, size, date, time }) => [
      sourcePath,
      size,
      `${date}T${time}:00.000Z`,
    ]);
    const found = content
      .filter(({ name }) => name !== 'SCCM2007-SP2-KB977203-ENU.msi')
      .map(({ key, size }) => [key, size, statSync(join(image.target, key)).mtime.toISOString()]);
    expect(found.sort()).toEqual(expected.sort());
  });

  it('has no database where the sequence does not copy it', async () => {
    const image = await makeImage(
      packageOf({ sequences: { AdminExecuteSequence: { InstallAdminPackage: null } } }),
    );
    expect(Object.keys(hashTree(image.target))).toEqual(['Source/a.txt', 'Source/second.txt']);
  });

  it('of a package without files is its database', async () => {
    const image = await makeImage(packageOf({ files: [] }));
    expect(Object.keys(hashTree(image.target))).toEqual(['My Package.msi']);
  });
});

describe('the source', () => {
  it('is not changed, nor written beside', async () => {
    const path = packageOf({ cabinets: 'external' });
    const before = hashTree(dirname(path));
    await makeImage(path);
    expect(hashTree(dirname(path))).toEqual(before);
  });

  it('may hold the image in a folder below', async () => {
    const path = packageOf();
    const image = await makeImage(path, { target: join(dirname(path), 'image') });
    expect(image.written).toHaveLength(3);
  });

  it.for(['as it is', 'with dots', 'through a link'])('cannot be the target (%s)', async (how, { skip }) => {
    const path = packageOf();
    const folder = dirname(path);
    let target = folder;
    if (how === 'with dots') target = join(folder, 'x', '..');
    if (how === 'through a link') {
      skip(!canLinkFolders, 'no links can be made here');
      target = join(tempFolder(), 'link');
      linkFolder(folder, target);
    }
    const before = hashTree(folder);
    await expect(makeImage(path, { target })).rejects.toMatchObject({
      code: 'TARGET_IS_SOURCE',
      kind: 'usage',
    });
    expect(hashTree(folder)).toEqual(before);
  });
});

describe('files that are there already', () => {
  const library = (fileVersion: string) => ({
    key: 'lib',
    name: 'lib.dll',
    bytes: version(fileVersion),
    version: fileVersion,
  });
  const at = 'Source/lib.dll';

  it.each([
    ['higher', '2.0.0.0', true],
    ['equal', '1.0.0.0', true],
    ['lower', '0.9.0.0', false],
  ])('stay with a %s version: %s', async (_, existing, stays) => {
    const target = tempFolder();
    writeTree(target, { [at]: version(existing) });
    const image = await makeImage(packageOf({ files: [library('1.0.0.0')] }), { target });
    expect(image.kept).toEqual(stays ? [at] : []);
    expect(hashTree(target)[at]).toBe(sha256(version(stays ? existing : '1.0.0.0')));
    expect(image.written).toContain('My Package.msi');
  });

  it('stay where they have a version and the package’s has none', async () => {
    const target = tempFolder();
    writeTree(target, { 'Source/a.txt': version('1.0.0.0') });
    expect((await makeImage(packageOf(), { target })).kept).toEqual(['Source/a.txt']);
  });

  it('are replaced where they have none and the package’s has one', async () => {
    const target = tempFolder();
    writeTree(target, { [at]: 'no executable' });
    const image = await makeImage(packageOf({ files: [library('1.0.0.0')] }), { target });
    expect(image.kept).toEqual([]);
  });

  it('without versions are replaced, but for those that are equal or have been changed since', async ({
    skip,
  }) => {
    const target = tempFolder();
    writeTree(target, { 'Source/a.txt': 'other' });
    const fresh = await makeImage(packageOf(), { target });
    expect(fresh.written).toContain('Source/a.txt');
    // Equal: by the hash of the package.
    expect((await makeImage(packageOf(), { target })).kept).toEqual(['Source/a.txt', 'Source/second.txt']);
    // Changed by someone: modified well after it was created.
    writeFileSync(join(target, 'Source/a.txt'), 'mine');
    const later = new Date(Date.now() + 60_000);
    const at = join(target, 'Source/a.txt');
    const { birthtimeMs } = statSync(at);
    utimesSync(at, later, later);
    skip(statSync(at).birthtimeMs > birthtimeMs + 1000, 'this system has no times of creation');
    const again = await makeImage(packageOf(), { target });
    expect(again.kept).toContain('Source/a.txt');
    expect(textTree(target)['Source/a.txt']).toBe('mine');
  });

  it('are found in any letter case', async () => {
    const target = tempFolder();
    writeTree(target, { 'SOURCE/LIB.DLL': version('2.0.0.0') });
    const image = await makeImage(packageOf({ files: [library('1.0.0.0')] }), { target });
    expect(image.kept).toEqual([at]);
    expect(Object.keys(hashTree(target))).toEqual(['My Package.msi', 'SOURCE/LIB.DLL']);
  });

  it('are not replaced where a folder has the name', async () => {
    const target = tempFolder();
    writeTree(target, { 'Source/a.txt/precious': 'mine' });
    await expect(makeImage(packageOf(), { target })).rejects.toMatchObject({ kind: 'environment' });
    expect(textTree(target)).toEqual({ 'Source/a.txt/precious': 'mine' });
  });

  it('all stay when it fails on the way', async () => {
    const target = tempFolder();
    writeTree(target, { 'Source/a.txt': 'mine', 'My Package.msi': 'old' });
    const path = packageOf({ files: [files[0]!, { ...files[1]!, hash: [1, 2, 3, 4] }] });
    await expect(makeImage(path, { target, fileMismatch: 'refuse' })).rejects.toMatchObject({
      code: 'PACKAGE_FILE_HASH',
    });
    expect(textTree(target)).toEqual({ 'My Package.msi': 'old', 'Source/a.txt': 'mine' });
  });
});

it('can be made where the image lies on another path of the same name', async () => {
  const path = packageOf();
  const copy = tempFolder();
  cpSync(dirname(path), copy, { recursive: true });
  const image = await makeImage(path, { target: join(copy, 'deeper') });
  expect(image.written).toHaveLength(3);
});
