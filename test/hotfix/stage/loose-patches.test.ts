import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLooseSource, readLoosePatches } from '../../../src/hotfix/stage/loose-patches.js';
import { caught } from '../../support/caught.js';
import { writeTree } from '../../support/package-folder.js';
import { buildSetPatch } from '../../support/patch-set.js';
import { tempFolder } from '../../support/temp-folder.js';
import { buildZip } from '../../support/zip-builder.js';

const zipOf = (files: Record<string, Uint8Array>) =>
  buildZip({ files: Object.entries(files).map(([name, bytes]) => ({ name, bytes })) });
const patch = buildSetPatch('KB1111111');
const other = buildSetPatch('KB2222222');
const program = Buffer.from('MZ');

describe('readLoosePatches', () => {
  it('finds patches in files, folders and packages, with their numbers', () => {
    const folder = tempFolder();
    writeTree(folder, {
      'a-kb1111111.msp': 'a',
      'KB2222222/b.MSP': 'b',
      'notes.txt': 'x',
      'KB3333333.zip': buildZip({
        files: [
          { name: 'i386/c.msp', bytes: Buffer.from('c') },
          { name: 'read.me', bytes: Buffer.from('x') },
        ],
      }),
    });
    const { patches, warnings } = readLoosePatches([folder]);
    expect(warnings).toEqual([]);
    expect(
      patches.map(({ from, name, kb, bytes }) => [
        from.slice(folder.length + 1).replaceAll('\\', '/'),
        name,
        kb,
        Buffer.from(bytes).toString(),
      ]),
    ).toEqual([
      ['KB2222222/b.MSP', 'b.MSP', 2222222, 'b'],
      ['KB3333333.zip!i386/c.msp', 'c.msp', 3333333, 'c'],
      ['a-kb1111111.msp', 'a-kb1111111.msp', 1111111, 'a'],
    ]);
  });

  const sevenZip = Buffer.from('7z\xbc\xaf\x27\x1c and more bytes', 'latin1');
  const both = zipOf({ 'c-kb3333333.msp': patch, 'd-kb4444444.msp': other });
  const zipped = zipOf({ 'b-kb2222222.msp': other });
  it.each<[string, Record<string, Uint8Array>, RegExp]>([
    ['an archive under another name', { 'b.bin': zipped }, /1 file inside was not looked at: b\.bin/],
    ['an archive that is not read', { 'b.7z': sevenZip }, /does not read what is in b\.7z \(a 7z archive\)/],
    ['one in a package', { 'kb3.zip': zipOf({ 'c-kb3333333.msp': other, 'b.7z': sevenZip }) }, /b\.7z/],
    [
      'one beside several patches',
      { 'kb3.zip': zipOf({ 'c-kb3333333.msp': patch, 'd-kb4444444.msp': other, 'b.7z': sevenZip }) },
      /b\.7z/,
    ],
    [
      'a package that is cut',
      { 'kb3.zip': both.subarray(0, 0.7 * both.length) },
      /this file was not searched for patches: the zip archive ends .* too early/,
    ],
  ])('names what may hold further patches: %s', (_, files, message) => {
    const folder = tempFolder();
    writeTree(folder, { 'a-kb1111111.msp': patch, ...files });
    const { patches, warnings } = readLoosePatches([folder]);
    expect(patches.map(({ name }) => name)).toContain('a-kb1111111.msp');
    expect(warnings).toMatchObject([{ message: expect.stringMatching(message) }]);
    expect(warnings[0]!.file).toContain(folder);
  });

  it.skipIf(process.platform === 'win32')('names links, which are not followed', () => {
    const folder = tempFolder();
    writeTree(folder, { 'a-kb1111111.msp': patch });
    symlinkSync('a-kb1111111.msp', join(folder, 'b-kb2222222.msp'));
    expect(readLoosePatches([folder]).warnings).toMatchObject([
      { message: expect.stringContaining('symbolic link') },
    ]);
  });

  it.each<[string, Record<string, Uint8Array>, string[], string[]]>([
    [
      'a patch and a program',
      { 'a-kb1111111.msp': patch, 'tool.exe': program },
      ['a-kb1111111.msp'],
      ['tool.exe'],
    ],
    [
      'two patches',
      { 'a-kb1111111.msp': patch, 'b-kb2222222.msp': other },
      ['a-kb1111111.msp', 'b-kb2222222.msp'],
      [],
    ],
    [
      'two patches and a program',
      { 'a-kb1111111.msp': patch, 'x/b-kb2222222.msp': other, 'tool.exe': program },
      ['a-kb1111111.msp', 'x/b-kb2222222.msp'],
      ['tool.exe'],
    ],
    [
      'an archive with both',
      {
        'inner.zip': zipOf({ 'a-kb1111111.msp': patch, 'tool.exe': program }),
        'b-kb2222222.msp': other,
      },
      ['inner.zip!a-kb1111111.msp', 'b-kb2222222.msp'],
      [],
    ],
  ])('takes the patches of an archive of %s, and names the rest', (_, files, taken, left) => {
    const archive = join(tempFolder(), 'patches.zip');
    writeFileSync(archive, zipOf(files));
    const { patches, warnings } = readLoosePatches([archive]);
    expect(patches.map(({ from }) => from.replace(`${archive}!`, ''))).toEqual(taken);
    expect(warnings.filter(({ file }) => file === archive).map(({ message }) => message)).toEqual(
      left.map((name) => expect.stringContaining(name)),
    );
  });

  it('names a package that cannot be opened, and refuses a patch without a number', () => {
    const folder = tempFolder();
    writeTree(folder, { 'broken.msi': 'x' });
    expect(readLoosePatches([folder]).warnings).toMatchObject([{ file: join(folder, 'broken.msi') }]);
    writeTree(folder, { 'c.msp': 'x' });
    expect(caught(() => readLoosePatches([join(folder, 'c.msp')])).code).toBe('STAGE_BAD_NAME');
  });
});

it('patches, archives and folders are read by themselves, packages are not', () => {
  const folder = tempFolder();
  writeTree(folder, { 'a.msp': 'x', 'a.msi': 'x', 'a.zip': 'x' });
  expect(
    [folder, ...['a.msp', 'a.zip', 'a.msi', 'absent.msp'].map((name) => join(folder, name))].map(
      isLooseSource,
    ),
  ).toEqual([true, true, true, false, false]);
});
