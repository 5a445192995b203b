import { describe, expect, it } from 'vitest';
import { layoutPath } from '../../../src/package/install/layout.js';
import { packageFile } from '../../support/package-file.js';

const file = packageFile({
  key: 'F_1',
  name: 'long name.dll',
  targetPath: 'Target/long name.dll',
  sourcePath: 'Source/long name.dll',
  sourceShortPath: 'SRC/LONGNA~1.DLL',
});

describe('layoutPath', () => {
  it.each([
    ['target', 'Target/long name.dll'],
    ['source', 'Source/long name.dll'],
    ['flat', 'long name.dll'],
    ['key', 'F_1'],
  ] as const)('%s', (layout, path) => {
    expect(layoutPath(file, layout)).toBe(path);
  });

  it('gives null where the package does not say', () => {
    const nowhere = packageFile({ key: 'k', targetPath: null, sourcePath: null });
    expect(layoutPath(nowhere, 'target')).toBeNull();
    expect(layoutPath(nowhere, 'source')).toBeNull();
  });
});
