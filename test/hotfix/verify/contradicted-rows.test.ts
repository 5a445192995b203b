import { describe, expect, it } from 'vitest';
import type { ManifestFile } from '../../../src/hotfix/manifest/manifest.js';
import type { FileFacts } from '../../../src/hotfix/verify/compare-file.js';
import { withContradictedRows } from '../../../src/hotfix/verify/contradicted-rows.js';
import { FilesOfName } from '../../../src/hotfix/verify/files-of-name.js';
import { matchFiles, pairUp } from '../../../src/hotfix/verify/match-files.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const rowOf = (change: Partial<ManifestFile> = {}): ManifestFile => ({
  name: 'x.dll',
  version: '1.0.0.1',
  size: 100,
  date: null,
  time: null,
  platform: 'x86',
  ...change,
});
const fileOf = (change: Partial<FileFacts> = {}): FileFacts => ({
  path: 'x.dll',
  name: 'x.dll',
  version: '1.0.0.1',
  size: 100,
  platform: 'x86',
  ...change,
});
const newer = { version: '1.0.0.2' };

const verify = (rows: ManifestFile[], files: FileFacts[], onlyPresent = true) =>
  verifyFiles(
    files,
    {
      kb: '900001',
      title: 'T',
      language: 'en',
      sections: [{ title: 'S', product: null, files: rows }],
      warnings: [],
    },
    { onlyPresent },
  );

describe('rows of one name that contradict each other', () => {
  it.each<[string, ManifestFile[], FileFacts]>([
    ['versions', [rowOf(), rowOf(newer)], fileOf()],
    ['versions, the right one last', [rowOf(newer), rowOf()], fileOf()],
    ['sizes', [rowOf(), rowOf({ size: 101 })], fileOf()],
    ['letter case of the name', [rowOf(), rowOf({ name: 'X.DLL', size: 101 })], fileOf()],
    ['one without a platform', [rowOf(), rowOf({ ...newer, platform: null })], fileOf()],
    ['platforms by two names', [rowOf(), rowOf({ ...newer, platform: 'i386' })], fileOf()],
    ['one folder', [rowOf({ folder: 'GDR' }), rowOf({ ...newer, folder: 'gdr' })], fileOf()],
    [
      'one folder in the name',
      [rowOf({ name: 'bin\\x.dll' }), rowOf({ ...newer, name: 'bin/x.dll' })],
      fileOf({ path: 'bin/x.dll' }),
    ],
    [
      'no executables',
      [rowOf({ version: null }), rowOf({ version: null, size: 7 })],
      fileOf({ version: null, platform: null }),
    ],
  ])('do not make a file right that fits one of them: %s', (_, rows, file) => {
    const result = verify(rows, [file]);
    expect(result).toMatchObject({ ok: false, counts: { match: 1, mismatch: 1, missing: 0 } });
    expect(result.files.find(({ status }) => status === 'mismatch')).toMatchObject({
      path: file.path,
      explanation: { text: 'the file of another row with this name, which contradicts this row' },
    });
  });

  it.each<[string, ManifestFile[], FileFacts[]]>([
    ['a row that is there twice', [rowOf(), rowOf()], [fileOf()]],
    ['a row with less to compare', [rowOf(), rowOf({ version: null })], [fileOf()]],
    ['two platforms', [rowOf(), rowOf({ ...newer, platform: 'x64' })], [fileOf()]],
    ['two branches', [rowOf({ folder: 'GDR' }), rowOf({ ...newer, folder: 'QFE' })], [fileOf()]],
    ['two folders', [rowOf({ name: 'a\\x.dll' }), rowOf({ ...newer, name: 'b\\x.dll' })], [fileOf()]],
    ['a file for each', [rowOf(), rowOf(newer)], [fileOf(), fileOf({ ...newer, path: 'b/x.dll' })]],
  ])('are none: %s', (_, rows, files) => {
    expect(verify(rows, files).ok).toBe(true);
  });

  it('stay missing where missing files count', () => {
    expect(verify([rowOf(), rowOf(newer)], [fileOf()], false)).toMatchObject({
      ok: false,
      counts: { match: 1, missing: 1 },
    });
  });

  it('leaves everything else as it is', () => {
    const { matches } = matchFiles(
      pairUp([rowOf(), rowOf({ platform: 'x64' })], new FilesOfName([fileOf()])),
    );
    expect(withContradictedRows(matches)).toEqual(matches);
  });
});
