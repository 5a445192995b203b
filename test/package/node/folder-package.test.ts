import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FolderPackage } from '../../../src/package/node/folder-package.js';
import { caught } from '../../support/caught.js';
import { writeTree } from '../../support/package-folder.js';
import { canMakePipes, makePipe } from '../../support/pipes.js';
import { tempFolder } from '../../support/temp-folder.js';

describe('FolderPackage', () => {
  it('lists every file below the folder', () => {
    const folder = tempFolder();
    writeTree(folder, { 'b.txt': 'two', 'Dir/a.txt': 'one' });
    const time = new Date('2010-01-25T06:27:00Z');
    utimesSync(join(folder, 'Dir/a.txt'), time, time);
    const content = new FolderPackage(folder);
    expect(content.kind).toBe('folder');
    expect(content.files.map(({ key, name, targetPath, size }) => ({ key, name, targetPath, size }))).toEqual(
      [
        { key: 'Dir/a.txt', name: 'a.txt', targetPath: 'Dir/a.txt', size: 3 },
        { key: 'b.txt', name: 'b.txt', targetPath: 'b.txt', size: 3 },
      ],
    );
    expect(content.files[0]!.modified()).toEqual(time);
    const parts = [...content.decode(content.files)];
    expect(parts.map((part) => ('chunk' in part ? Buffer.from(part.chunk).toString() : 'end'))).toEqual([
      'one',
      'end',
      'two',
      'end',
    ]);
    expect(content.batches(content.files)).toHaveLength(2);
    const loose = content.files[0]!.openInPlace()!;
    expect(Buffer.from(loose.read(0, 3)).toString()).toBe('one');
    loose.close();
  });

  it('is empty for an empty folder', () => {
    expect(new FolderPackage(tempFolder()).files).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('does not follow symbolic links out of the folder', () => {
    const outside = tempFolder();
    writeFileSync(join(outside, 'secret.txt'), 'x');
    const folder = tempFolder();
    mkdirSync(join(folder, 'in'));
    symlinkSync(outside, join(folder, 'in/link'));
    symlinkSync(join(outside, 'secret.txt'), join(folder, 'in/file.txt'));
    symlinkSync('.', join(folder, 'in/loop'));
    expect(new FolderPackage(folder).files).toEqual([]);
  });

  it.skipIf(!canMakePipes)('warns of what is no file', () => {
    const folder = tempFolder();
    makePipe(join(folder, 'a.dll'));
    expect(new FolderPackage(folder)).toMatchObject({
      files: [],
      warnings: [
        { code: 'FILE_READ', message: expect.stringMatching(/not looked at: a\.dll$/), file: folder },
      ],
    });
  });

  it('says so when a file vanishes', () => {
    const folder = tempFolder();
    writeTree(folder, { 'a.txt': 'one' });
    const content = new FolderPackage(folder);
    rmSync(join(folder, 'a.txt'));
    expect(caught(() => [...content.decode(content.files)]).code).toBe('FILE_CHANGED');
  });
});
