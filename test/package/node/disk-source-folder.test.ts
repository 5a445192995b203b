import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DiskSourceFolder } from '../../../src/package/node/disk-source-folder.js';
import { writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

describe('DiskSourceFolder', () => {
  const make = () => {
    const path = tempFolder();
    writeTree(path, { 'Sub/File.txt': 'hello' });
    const time = new Date('2010-01-25T06:27:00Z');
    utimesSync(join(path, 'Sub/File.txt'), time, time);
    return { folder: new DiskSourceFolder(path), path, time };
  };

  it.each(['Sub/File.txt', 'sub/FILE.TXT', 'SUB\\file.txt'])('finds %s', (name) => {
    const { folder, time } = make();
    const source = folder.open(name)!;
    expect(source.size).toBe(5);
    source.close();
    expect(folder.modified(name)).toEqual(time);
    expect(folder.size(name)).toBe(5);
  });

  it.each(['absent', 'Sub', '../x', '', 'Sub/../Sub/File.txt'])('has no file %j', (name) => {
    expect(make().folder.open(name)).toBeNull();
    expect(make().folder.size(name)).toBeNull();
  });

  it('knows no time of what is not there', () => {
    expect(make().folder.modified('absent')).toBeNull();
  });
});
