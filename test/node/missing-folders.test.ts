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
