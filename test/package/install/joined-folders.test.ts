import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JoinedFolders } from '../../../src/package/install/joined-folders.js';
import { noSourceFolder } from '../../../src/package/install/source-folder.js';
import { DiskSourceFolder } from '../../../src/package/node/disk-source-folder.js';
import { writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

describe('JoinedFolders', () => {
  const root = tempFolder();
  writeTree(root, { 'own/a.txt': 'own', 'other/a.txt': 'other one', 'other/b.txt': 'b', 'disk2/c.cab': 'c' });
  const [own, other] = ['own', 'other'].map((name) => new DiskSourceFolder(join(root, name)));
  const joined = new JoinedFolders(own!, [other!]);

  it('takes a file from the first folder that has it', () => {
    const read = (name: string): string | null => {
      const source = joined.open(name);
      const text = source && Buffer.from(source.read(0, source.size)).toString();
      source?.close();
      return text;
    };
    expect(['a.txt', 'B.TXT', 'c.txt'].map(read)).toEqual(['own', 'b', null]);
    expect([joined.size('a.txt'), joined.size('b.txt'), joined.size('c.txt')]).toEqual([3, 1, null]);
    expect([joined.modified('b.txt'), joined.modified('c.txt')]).toEqual([expect.any(Date), null]);
    expect([joined.find('b.txt'), joined.find('c.txt')]).toEqual([
      expect.objectContaining({ size: 1 }),
      null,
    ]);
    expect([joined.openOnOtherDisk('no.cab', ''), joined.whyAbsent('no.cab')]).toEqual([null, null]);
  });

  it('has the names that each chose between', () => {
    expect(joined.doubled).toEqual([]);
    const [one, two] = [
      ['a', 'A'],
      ['b', 'B'],
    ].map((names) => ({ ...noSourceFolder, doubled: [names] }));
    expect(new JoinedFolders(one!, [noSourceFolder, two!]).doubled).toEqual([
      ['a', 'A'],
      ['b', 'B'],
    ]);
  });

  it('names all of them', () => {
    expect(joined.path).toBe(`${join(root, 'own')}, ${join(root, 'other')}`);
  });
});
