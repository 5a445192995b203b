import { describe, expect, it } from 'vitest';
import { refuseFilesAsFolders } from '../../src/package/path-clash.js';
import { caught } from '../support/caught.js';
import { packageFile } from '../support/package-file.js';
import { itThorough } from '../support/thorough.js';

const planned = (...paths: string[]) =>
  paths.map((path, i) => ({ file: packageFile({ key: `k${i}` }), path }));

describe('refuseFilesAsFolders', () => {
  it.each([
    [['a', 'a/b'], 'k1'],
    [['A/b', 'a'], 'k0'],
    [['x/y/z/deep', 'x/Y'], 'k0'],
    [['x/1', 'x/2', 'X'], 'k0'],
  ])('%j: %s', (paths, entry) => {
    expect(caught(() => refuseFilesAsFolders(planned(...paths)))).toMatchObject({
      code: 'PATH_COLLISION',
      facts: { entry },
    });
  });

  it.each([[['a', 'ab/c', 'a b/c']], [['x/1', 'x/2', 'x/y/1']], [[]]])('%j is fine', (paths) => {
    expect(() => refuseFilesAsFolders(planned(...paths))).not.toThrow();
  });

  itThorough('is quick on deep trees', () => {
    const deep = Array.from({ length: 2000 }, (_, i) => `${'d/'.repeat(i + 1)}f`);
    const started = performance.now();
    refuseFilesAsFolders(planned(...deep));
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
