import { writeFileSync } from 'node:fs';
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
