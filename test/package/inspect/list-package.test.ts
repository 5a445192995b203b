import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import { writeCompoundFile } from '../../../src/formats/cfb/compound-file-writer.js';
import { storageContent } from '../../../src/formats/cfb/storage-content.js';
import { encodeStreamName } from '../../../src/msi/stream-name.js';
import { type ListOptions, listPackage } from '../../../src/package/inspect/list-package.js';
import { openPackage } from '../../../src/package/open-package.js';
import { hotfixkit } from '../../support/command-line.js';
import { standInFiles } from '../../support/kb977203-stand-in.js';
import type { PackagePlan } from '../../support/package-builder.js';
import { sha256, standInPath, text, writePackage } from '../../support/package-folder.js';
import { buildPatch } from '../../support/patch-builder.js';
import { buildClient, writePatch } from '../../support/patch-scenario.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';
import { tempFolder } from '../../support/temp-folder.js';

const library = buildExecutable({ platform: 'x64', dll: true, version: { fileVersion: '5.6.7.8' } });
const modified = new Date('2010-01-25T06:27:02Z');
const files = [
  { key: 'lib', name: 'LIB~1.DLL|library.dll', bytes: library, version: '5.6.7.8', modified },
  { key: 'companion', name: 'other.dll', bytes: library, version: 'lib', modified },
  { key: 'txt', name: 'read me.txt', bytes: text('hello'), modified },
];

const listAt = async (path: string, options: ListOptions = {}) => {
  const opened = openPackage(path);
  try {
    return await listPackage(opened.content, options);
  } finally {
    opened.close();
  }
};
const list = (plan: Partial<PackagePlan> = {}, options: ListOptions = {}) =>
  listAt(writePackage({ files, ...plan }), options);

describe('listPackage', () => {
  it('gives each file in the shape that scripts rely on', async () => {
    const { files: listed, warnings } = await list({}, { hash: true });
    expect(warnings).toEqual([]);
    expect(listed[0]).toEqual({
      key: 'lib',
      path: 'Fixture/library.dll',
      sourcePath: 'PFiles/Fixture/library.dll',
      targetPath: 'Fixture/library.dll',
      size: library.length,
      version: '5.6.7.8',
      language: '1033',
      platform: 'x64',
      attributes: 512,
      modified: '2010-01-25T06:27:02Z',
      component: 'C_lib',
      feature: 'Complete',
      media: 1,
      cabinet: '#files.cab',
      sha256: sha256(library),
    });
    expect(listed[2]).toMatchObject({
      version: null,
      language: null,
      platform: null,
      sha256: sha256(text('hello')),
    });
  });

  it('lists the size of the content and says that the package states another', async () => {
    const stale = files.map((file) => ({ ...file, size: 7 }));
    const { files: listed, warnings } = await list({ files: stale }, { hash: true });
    expect(listed.map(({ size, statedSize }) => [size, statedSize])).toEqual([
      [library.length, 7],
      [library.length, 7],
      [5, 7],
    ]);
    expect(warnings.map(({ code, entry }) => [code, entry])).toEqual(
      ['lib', 'companion', 'txt'].map((key) => ['PACKAGE_FILE_SIZE', key]),
    );
    // Without hashes, the content of a text file is not read.
    expect((await list({ files: stale })).files.at(-1)).toMatchObject({ size: 7 });
  });

  it('says which file has another hash than the package states', async () => {
    const altered = files.map((file) =>
      file.key === 'txt' ? { ...file, hash: [1, 2, 3, 4] as [number, number, number, number] } : file,
    );
    const { warnings } = await list({ files: altered }, { hash: true });
    expect(warnings).toMatchObject([{ code: 'PACKAGE_FILE_HASH', entry: 'txt' }]);
    // A list without hashes compares none, of executables neither, which it decodes.
    const all = files.map((file) => ({ ...file, hash: [1, 2, 3, 4] as [number, number, number, number] }));
    expect((await list({ files: all })).warnings).toEqual([]);
  });

  it('lists the version of the content and says that the package states another', async () => {
    const claimed = files.map((file) => (file.key === 'lib' ? { ...file, version: '9.0.0.0' } : file));
    const { files: listed, warnings } = await list({ files: claimed });
    const [first] = listed;
    expect(first!.statedVersion).toBe('9.0.0.0');
    expect(first!.version).toBe('5.6.7.8');
    expect(warnings[0]).toMatchObject({
      code: 'PACKAGE_FILE_VERSION',
      expected: '9.0.0.0',
      found: '5.6.7.8',
    });
  });

  it('has no hashes unless they are asked for', async () => {
    const { files: listed } = await list();
    expect(listed.every((file) => !('sha256' in file))).toBe(true);
    expect(Object.keys(listed[0]!)).toEqual([
      'key',
      'path',
      'sourcePath',
      'targetPath',
      'size',
      'version',
      'language',
      'platform',
      'attributes',
      'modified',
      'component',
      'feature',
      'media',
      'cabinet',
    ]);
  });

  it('takes the version of the executable where the table names a companion', async () => {
    const { files: listed } = await list();
    expect(listed.map(({ version }) => version)).toEqual(['5.6.7.8', '5.6.7.8', null]);
  });

  it.each([
    ['source', 'PFiles/Fixture/library.dll'],
    ['target', 'Fixture/library.dll'],
    ['flat', 'library.dll'],
    ['key', 'lib'],
  ] as const)('shows the path in the layout %s', async (layout, path) => {
    expect((await list({}, { layout })).files[0]!.path).toBe(path);
  });

  it('picks by path and by key', async () => {
    const keys = async (only: string[]) => (await list({}, { only })).files.map(({ key }) => key);
    expect(await keys(['*.DLL'])).toEqual(['lib', 'companion']);
    expect(await keys(['fixture/read*'])).toEqual(['txt']);
    expect(await keys(['companion'])).toEqual(['companion']);
    expect(await keys(['nope'])).toEqual([]);
  });

  it('lists the files that the cabinet beside the package does not hold, and says so', async () => {
    const path = writePackage({ files, cabinets: 'external' });
    const [, , only] = files;
    const other = dirname(writePackage({ files: [only!], cabinets: 'external' }));
    copyFileSync(join(other, 'files.cab'), join(dirname(path), 'files.cab'));
    const { files: listed, warnings } = await listAt(path);
    expect(listed.map(({ key, platform, modified }) => [key, platform, modified])).toEqual([
      ['lib', null, null],
      ['companion', null, null],
      ['txt', null, '2010-01-25T06:27:02Z'],
    ]);
    expect(warnings).toEqual([
      expect.objectContaining({ code: 'PACKAGE_NOT_IN_CABINET', stream: 'files.cab', entry: 'lib' }),
    ]);
  });

  it('lists what it can where a cabinet is missing, and says so', async () => {
    const path = writePackage({ files, cabinets: 'external' });
    rmSync(join(dirname(path), 'files.cab'));
    const { files: listed, warnings } = await listAt(path);
    expect(listed.map(({ path: at, platform, modified: time }) => [at, platform, time])).toEqual([
      ['Fixture/library.dll', null, null],
      ['Fixture/other.dll', null, null],
      ['Fixture/read me.txt', null, null],
    ]);
    expect(warnings).toMatchObject([{ code: 'PACKAGE_NO_CABINET', entry: 'files.cab' }]);
    await expect(listAt(path, { hash: true })).rejects.toMatchObject({ code: 'PACKAGE_NO_CABINET' });
    // Even where nothing would have to be decoded.
    expect((await listAt(path, { only: ['*.txt'] })).warnings).toMatchObject([
      { code: 'PACKAGE_NO_CABINET' },
    ]);
  });

  it('does not hide damage', async () => {
    const path = writePackage({ files, cabinets: 'external' });
    writeFileSync(join(dirname(path), 'files.cab'), 'no cabinet');
    await expect(listAt(path)).rejects.toMatchObject({ code: 'CAB_BAD_SIGNATURE' });
  });

  it('of the stand-in agrees with what the article publishes', async () => {
    for (const servicePack of [1, 2] as const) {
      const { files: listed } = await listAt(standInPath(servicePack));
      const row = ({ name, size, version, platform, modified: time }: Record<string, unknown>) => [
        String(name),
        size,
        version,
        platform,
        time,
      ];
      const found = listed.map((file) => row({ ...file, name: file.targetPath!.split('/').at(-1) }));
      const published = standInFiles(servicePack).map((file) =>
        row({ ...file, modified: `${file.date}T${file.time}:00Z` }),
      );
      expect(found.sort()).toEqual(published.sort());
    }
  });
});

describe('a patch whose targets share a cabinet', () => {
  const old = (key: string) => ({ key, name: `${key}.txt`, bytes: text('old') });
  const fixed = (key: string) => ({ ...old(key), bytes: text('fixed') });
  const target = (name: string, from: string, to: string, keys: string[]) => ({
    name,
    before: buildClient(from, keys.map(old)),
    after: buildClient(to, keys.map(fixed)),
    files: Object.fromEntries(keys.map((key) => [key, { whole: text('fixed') }])),
    cabinet: 'PCW_CAB_both',
  });
  const targets = [target('T1', '1.0.0', '1.1.0', ['f']), target('T2', '2.0.0', '2.1.0', ['f', 'g'])];

  it('lists a file for each of the targets that have it', async () => {
    const folder = tempFolder();
    const path = writePatch(folder, 'both.msp', buildPatch({ targets }));
    using pkg = openPackage(path);
    const { files } = await listPackage(pkg);
    expect(files).toMatchObject([
      { key: 'f', patch: { transform: 'T1' }, otherTargets: [{ transform: 'T2', delivery: 'whole' }] },
      { key: 'g', patch: { transform: 'T2' } },
    ]);
    expect(files[1]).not.toHaveProperty('otherTargets');
    const { stdout } = await hotfixkit(['list', path]);
    expect(stdout).toMatch(/^\(f\) .*whole +T1, T2$/m);
    expect(stdout).toMatch(/^\(g\) .*whole +T2$/m);
  });

  it('lists it for the others too where the cabinet was cut off', async () => {
    const content = storageContent(CompoundFile.open(new BufferSource(buildPatch({ targets }))).root);
    const cabinet = encodeStreamName('PCW_CAB_both', false);
    const stripped = writeCompoundFile({
      ...content,
      streams: content.streams.filter(({ name }) => name !== cabinet),
    });
    using pkg = openPackage(writePatch(tempFolder(), 'both.msp', stripped));
    const { files } = await listPackage(pkg);
    expect(files.map(({ key, patch }) => [key, patch!.transform])).toEqual([
      ['f', 'T1'],
      ['f', 'T2'],
      ['g', 'T2'],
    ]);
  });
});
