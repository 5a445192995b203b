import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFile, openSingleFile } from '../../../src/package/node/single-file.js';
import { writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

describe('openSingleFile', () => {
  it('is a folder with that file alone', () => {
    const folder = tempFolder();
    writeTree(folder, { 'a.txt': 'first', 'b.txt': 'second' });
    const opened = openSingleFile(join(folder, 'a.txt'));
    expect(opened.content.files.map(({ key, size }) => [key, size])).toEqual([['a.txt', 5]]);
    expect(Buffer.from(opened.content.files[0]!.bytes()).toString()).toBe('first');
    opened.close();
    expect([join(folder, 'a.txt'), folder, join(folder, 'no')].map(isFile)).toEqual([true, false, false]);
  });
});
