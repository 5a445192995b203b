import { describe, expect, it } from 'vitest';
import { diskFolders, isPlainName } from '../../../src/package/install/disk-folders.js';

describe('folders of other disks', () => {
  const beside = ['Disk10', 'disk1', 'disk2', 'DISK3', 'disk-2', 'cd1', 'other', 'disk', 'disk2x'];

  it.each([
    ['disk2', '', ['DISK3', 'disk1', 'Disk10']],
    ['disk1', 'Disk 10', ['Disk10', 'disk2', 'DISK3']],
    ['cd2', '', ['cd1']],
    ['out', 'Disk 2', []],
    ['v1', '', []],
  ])('of %s, where the disk is "%s"', (own, disk, found) => {
    expect(diskFolders(own, beside, disk)).toEqual(found);
  });

  it.each(['..\\x.cab', 'a/b.cab', 'c:x.cab', '..', '', '.'])('are not left by the name "%s"', (name) => {
    expect(isPlainName(name)).toBe(false);
  });
});
