import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLooseSource, readLoosePatches } from '../../../src/hotfix/stage/loose-patches.js';
import { caught } from '../../support/caught.js';
import { writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { buildZip } from '../../support/zip-builder.js';

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

  it('names a package that cannot be opened, and refuses a patch without a number', () => {
    const folder = tempFolder();
    writeTree(folder, { 'broken.msi': 'x' });
    expect(readLoosePatches([folder]).warnings).toMatchObject([{ file: join(folder, 'broken.msi') }]);
    writeTree(folder, { 'c.msp': 'x' });
    expect(caught(() => readLoosePatches([join(folder, 'c.msp')])).code).toBe('STAGE_BAD_NAME');
  });
});

it('patches and folders are read by themselves, packages are not', () => {
  const folder = tempFolder();
  writeTree(folder, { 'a.msp': 'x', 'a.msi': 'x' });
  expect(
    [folder, join(folder, 'a.msp'), join(folder, 'a.msi'), join(folder, 'absent.msp')].map(isLooseSource),
  ).toEqual([true, true, false, false]);
});
