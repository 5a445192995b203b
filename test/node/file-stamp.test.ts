import { renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileStamp, fileStampLater, isFolder } from '../../src/node/file-stamp.js';
import { caught, caughtLater } from '../support/caught.js';
import { tempFolder } from '../support/temp-folder.js';

const time = new Date('2010-01-25T06:27:02.500Z');

function fileWith(folder: string, name: string, content = 'content'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  utimesSync(path, time, time);
  return path;
}

describe('fileStamp', () => {
  it('has size and time, and is the same at once and later', async () => {
    const path = fileWith(tempFolder(), 'a');
    const stamp = fileStamp(path);
    expect(stamp).toMatchObject({ size: 7, modified: time.getTime() });
    expect(await fileStampLater(path)).toEqual(stamp);
    expect(statSync(path).size).toBe(7);
  });

  it('tells a file that was replaced by one of the same size and time', () => {
    const folder = tempFolder();
    const path = fileWith(folder, 'a');
    const before = fileStamp(path);
    renameSync(fileWith(folder, 'b', 'CONTENT'), path);
    const after = fileStamp(path);
    expect({ ...after, identity: '' }).toEqual({ ...before, identity: '' });
    expect(after.identity).not.toBe(before.identity);
  });

  it('says that there is no such file', async () => {
    const path = join(tempFolder(), 'none');
    expect(caught(() => fileStamp(path))).toMatchObject({ code: 'FILE_NOT_FOUND', facts: { file: path } });
    expect(await caughtLater(() => fileStampLater(path))).toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});

describe('isFolder', () => {
  it('tells folders from files', () => {
    const folder = tempFolder();
    expect(isFolder(folder)).toBe(true);
    expect(isFolder(fileWith(folder, 'a'))).toBe(false);
    expect(caught(() => isFolder(join(folder, 'none'))).code).toBe('FILE_NOT_FOUND');
  });
});
