import { describe, expect, it } from 'vitest';
import type { ManifestFile } from '../../../src/hotfix/manifest/manifest.js';
import {
  compareFile,
  type FileFacts,
  platformFits,
  sameFacts,
} from '../../../src/hotfix/verify/compare-file.js';

const row = (change: Partial<ManifestFile> = {}): ManifestFile => ({
  name: 'A.dll',
  version: '4.0.6487.2111',
  size: 100,
  date: '2010-01-25',
  time: '06:27',
  platform: 'x86',
  ...change,
});
const file = (change: Partial<FileFacts> = {}): FileFacts => ({
  path: 'a.dll',
  name: 'a.dll',
  size: 100,
  version: '4.0.6487.2111',
  platform: 'x86',
  ...change,
});

describe('compareFile', () => {
  it.each<[string, Partial<ManifestFile>, Partial<FileFacts>, object[]]>([
    ['the same', {}, {}, []],
    ['leading zeros in a version', {}, { version: '4.00.6487.2111' }, []],
    ['parts that are left out are zero', { version: '5.1' }, { version: '5.1.0.0' }, []],
    [
      'commas and a build tag',
      { version: '5, 1, 2600, 0 (xpclient.010817-1148)' },
      { version: '5.1.2600.0' },
      [],
    ],
    [
      'the last number counts',
      { version: '5.0.9128.1024' },
      { version: '5.0.9128.1000' },
      [{ field: 'version', expected: '5.0.9128.1024', actual: '5.0.9128.1000', order: 'older' }],
    ],
    [
      'newer by number where the text sorts lower',
      { version: '4.0.6487.999' },
      { version: '4.0.6487.2111' },
      [{ field: 'version', expected: '4.0.6487.999', actual: '4.0.6487.2111', order: 'newer' }],
    ],
    ['versions that are none, by text', { version: '2.4.A' }, { version: ' 2.4.a' }, []],
    [
      'a number over 65535 is no version',
      { version: '1.2.3.70000' },
      { version: '1.2.3.4464' },
      [{ field: 'version', expected: '1.2.3.70000', actual: '1.2.3.4464' }],
    ],
    [
      'a version where the file has none',
      {},
      { version: null },
      [{ field: 'version', expected: '4.0.6487.2111', actual: null }],
    ],
    ['nothing is judged that the table does not give', { version: null, size: null, platform: null }, {}, []],
    ['size', {}, { size: 101 }, [{ field: 'size', expected: 100, actual: 101 }]],
    ['an empty file', { size: 0, version: null }, { size: 0 }, []],
    ['other words for the platform', { platform: 'i386' }, {}, []],
    ['platform', {}, { platform: 'x64' }, [{ field: 'platform', expected: 'x86', actual: 'x64' }]],
    [
      'a versioned row needs an executable',
      {},
      { platform: null },
      [{ field: 'platform', expected: 'x86', actual: null }],
    ],
    [
      'a text file in a table that names the platform of the package',
      { version: null },
      { platform: null },
      [],
    ],
    [
      'an executable for a processor without a name in tables',
      { version: null },
      { platform: null, kind: 'PE32' },
      [{ field: 'platform', expected: 'x86', actual: null }],
    ],
    [
      'a package that does not begin like one',
      { version: null, platform: null },
      { version: null, platform: null, missingKind: 'compound file' },
      [{ field: 'content', expected: 'compound file', actual: null }],
    ],
    ['a platform that names no processor', { platform: 'SP2' }, { platform: 'x64' }, []],
    [
      'everything, platform first',
      {},
      { platform: 'IA-64', version: '1.0', size: 7 },
      [
        { field: 'platform', expected: 'x86', actual: 'IA-64' },
        { field: 'version', expected: '4.0.6487.2111', actual: '1.0', order: 'older' },
        { field: 'size', expected: 100, actual: 7 },
      ],
    ],
    ['date and time are not judged', {}, { modified: new Date('1999-01-01T00:00:00Z') }, []],
  ])('%s', (_, expected, actual, differences) => {
    expect(compareFile(row(expected), file(actual))).toEqual(differences);
  });
});

describe('platformFits', () => {
  it('is what compareFile says of the platform', () => {
    expect(platformFits(row(), file())).toBe(true);
    expect(platformFits(row(), file({ platform: 'ARM64' }))).toBe(false);
  });
});

describe('sameFacts', () => {
  it.each<[Partial<FileFacts>, boolean]>([
    [{ path: 'elsewhere/A.DLL', name: 'A.DLL' }, true],
    [{ version: '4.00.6487.2111' }, true],
    [{ version: '4.0.6487.2112' }, false],
    [{ version: null }, false],
    [{ size: 1 }, false],
    [{ platform: 'I386' }, true],
    [{ platform: 'x64' }, false],
  ])('%j', (change, expected) => {
    expect(sameFacts(file(), file(change))).toBe(expected);
    expect(sameFacts(file(change), file())).toBe(expected);
  });

  it('takes two files without a version as the same', () => {
    expect(sameFacts(file({ version: null }), file({ version: null }))).toBe(true);
  });
});
