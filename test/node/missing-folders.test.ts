import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingFolders } from '../../src/node/missing-folders.js';
import { tempFolder } from '../support/temp-folder.js';

describe('missingFolders', () => {
  it('gives what is not there, outer folders first', () => {
    const root = tempFolder();
    const [a, b] = [join(root, 'a'), join(root, 'a/b')];
    expect([missingFolders(b), missingFolders(root)]).toEqual([[a, b], []]);
  });

  it('ends at a root that is not there itself, as that of a drive without a disk', () => {
    const paths = missingFolders(join('/', 'a', 'b'), () => false);
    expect(paths).toEqual([join('/'), join('/', 'a'), join('/', 'a', 'b')]);
  });
});

it('looks at few of the folders of a deep path', () => {
  let looks = 0;
  const exists = (folder: string): boolean => {
    looks++;
    return folder.length <= 20;
  };
  const found = missingFolders(`/there${'/a'.repeat(2000)}`, exists);
  expect(found).toHaveLength(2000 - 7);
  expect(found[0]).toBe(`/there${'/a'.repeat(8)}`);
  expect(looks).toBeLessThan(20);
});
