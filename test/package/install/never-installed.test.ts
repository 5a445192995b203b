import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { InstallPackage } from '../../../src/package/install/install-package.js';
import { neverInstalledFiles } from '../../../src/package/install/never-installed.js';
import { buildPackage, type PackagePlan } from '../../support/package-builder.js';

/** `a.dll` in the feature A, `b.dll` in the feature B. */
const plan = (more: Partial<PackagePlan>): PackagePlan => ({
  files: ['a', 'b'].map((key) => ({
    key,
    name: `${key}.dll`,
    bytes: Buffer.from(key),
    feature: key.toUpperCase(),
  })),
  features: [{ id: 'A' }, { id: 'B' }],
  ...more,
});
const found = (more: Partial<PackagePlan>): string[] =>
  neverInstalledFiles(new InstallPackage(new BufferSource(buildPackage(plan(more)).msi))).map(
    ({ file, why }) => `${file.name}: ${why}`,
  );
const zero = [{ id: 'A' }, { id: 'B', level: 0 }];
const disabled = ['b.dll: feature B is disabled'];

describe('neverInstalledFiles', () => {
  it.each<[string, Partial<PackagePlan>, string[]]>([
    ['features that are installed', {}, []],
    [
      'a feature of Level 500, which ADDLOCAL installs',
      { features: [{ id: 'A' }, { id: 'B', level: 500 }] },
      [],
    ],
    ['a feature of Level 0', { features: zero }, disabled],
    [
      'a feature below one of Level 0',
      { features: [{ id: 'A' }, { id: 'P', level: 0 }, { id: 'B', parent: 'P' }] },
      disabled,
    ],
    [
      'a feature that a condition may raise',
      { features: zero, rows: { Condition: [['B', 1, 'VersionNT64']] } },
      [],
    ],
    [
      'a feature that a condition never raises',
      { features: zero, rows: { Condition: [['B', 1, 'VersionNT64 AND 0']] } },
      disabled,
    ],
    ['a feature that a condition may disable', { rows: { Condition: [['B', 0, 'VersionNT64']] } }, []],
    ['a feature that a condition always disables', { rows: { Condition: [['B', 0, '1']] } }, disabled],
    [
      'a component in a disabled feature and in another one',
      { features: zero, rows: { FeatureComponents: [['A', 'C_b']] } },
      [],
    ],
    ['a component whose condition may hold', { components: { C_b: { condition: 'VersionNT > 900' } } }, []],
    [
      'a component whose condition never holds',
      { components: { C_b: { condition: '0' } } },
      ['b.dll: the condition of component C_b is never true: 0'],
    ],
    [
      'a transitive component whose condition never holds',
      { components: { C_b: { condition: 'NOT 1', attributes: 64 } } },
      ['b.dll: the condition of component C_b is never true: NOT 1'],
    ],
  ])('%s', (_, more, expected) => expect(found(more)).toEqual(expected));

  it('a component in no feature', () => {
    const { files } = plan({});
    expect(found({ files: [files[0]!, { ...files[1]!, feature: 'NONE' }] })).toEqual([
      'b.dll: feature NONE is disabled',
    ]);
  });

  it('leaves out a file of which an installed one has the name, version and size', () => {
    const { files } = plan({});
    const copy = { ...files[1]!, key: 'c', name: 'B.DLL', feature: 'A' };
    expect(found({ features: zero, files: [...files, copy] })).toEqual([]);
    expect(found({ features: zero, files: [...files, { ...copy, bytes: Buffer.from('other') }] })).toEqual(
      disabled,
    );
  });
});
