import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskContentFolder } from '../../../src/hotfix/stage/disk-content-folder.js';
import { sha256, text, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

describe('diskContentFolder', () => {
  const folder = () => {
    const path = tempFolder();
    writeTree(path, { 'i386/hotfix/a.msp': 'patch', 'ccmsetup.exe': 'setup' });
    return diskContentFolder(path);
  };

  it('lists folders', () => {
    expect([...folder().list('')!].sort()).toEqual(['ccmsetup.exe', 'i386']);
    expect(folder().list('i386')).toEqual(['hotfix']);
    expect(folder().list('absent')).toBeNull();
    expect(folder().list('ccmsetup.exe')).toBeNull();
  });

  it('knows what a file holds', () => {
    expect(folder().existing('i386/hotfix/a.msp')).toEqual({ size: 5, sha256: sha256(text('patch')) });
    expect(folder().existing('absent')).toBeNull();
  });

  it('does not take a folder for nothing', () => {
    // Whoever is told that nothing is there would put a file in its place.
    expect(() => folder().existing('i386/hotfix')).toThrow(expect.objectContaining({ code: 'FILE_WRITE' }));
  });

  it('says so where a file stands on the way', () => {
    const path = tempFolder();
    writeTree(path, { file: 'x' });
    const below = diskContentFolder(join(path, 'file'));
    expect(below.list('')).toBeNull();
    // Windows says no more than that nothing is there; writing below it fails then.
    if (process.platform === 'win32') expect(below.existing('x')).toBeNull();
    else
      expect(() => below.existing('x')).toThrow(
        expect.objectContaining({ code: 'FILE_READ', kind: 'environment' }),
      );
  });

  it('of a folder that is not there is empty', () => {
    const absent = diskContentFolder(join(tempFolder(), 'absent'));
    expect(absent.list('')).toBeNull();
    expect(absent.existing('x')).toBeNull();
  });

  it('is looked at each time it is asked', () => {
    const path = tempFolder();
    const content = diskContentFolder(path);
    expect(content.existing('x')).toBeNull();
    writeTree(path, { x: '1' });
    expect(content.existing('x')?.size).toBe(1);
  });
});
