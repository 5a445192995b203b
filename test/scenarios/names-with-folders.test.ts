import { describe, expect, it } from 'vitest';
import { importArticle } from '../../src/hotfix/article/import-article.js';
import { parseManifest } from '../../src/hotfix/manifest/manifest-schema.js';
import { verifyFiles } from '../../src/hotfix/verify/verify-files.js';

/** Name to version. */
type Rows = [name: string, version: string][];

const manifestOf = (rows: Rows) =>
  parseManifest({
    kb: '900001',
    title: 'Files',
    sections: [
      { title: 'Files', product: null, files: rows.map(([name, version]) => ({ name, version, size: 100 })) },
    ],
  });
const filesOf = (files: Rows) =>
  files.map(([path, version]) => ({
    path,
    name: path.split('/').at(-1)!,
    size: 100,
    version,
    platform: null,
  }));

/** Of each row, its status and file; then the files that no row names. */
function verify(rows: Rows, files: Rows, onlyPresent = false) {
  const result = verifyFiles(filesOf(files), manifestOf(rows), { onlyPresent });
  return {
    ok: result.ok,
    rows: result.files.map(({ status, path }) => `${status} ${path ?? '-'}`),
    unlisted: result.unlisted,
    warnings: result.warnings.map(({ code }) => code),
  };
}

const old = '1.0.0.1';
const fixed = '1.0.0.2';

describe('names with folders', () => {
  it.each<[string, Rows, Rows, string[], string[]]>([
    [
      'a variable',
      [['%windir%\\system32\\x.dll', fixed]],
      [['system32/x.dll', fixed]],
      ['match system32/x.dll'],
      [],
    ],
    ['slashes', [['i386/x.dll', fixed]], [['I386/X.DLL', fixed]], ['match I386/X.DLL'], []],
    [
      'a processor by another name',
      [['i386\\x.dll', fixed]],
      [['x86/x.dll', fixed]],
      ['match x86/x.dll'],
      [],
    ],
    [
      'two rows of one name',
      [
        ['i386\\x.dll', old],
        ['amd64\\x.dll', fixed],
      ],
      [
        ['amd64/x.dll', fixed],
        ['i386/x.dll', old],
      ],
      ['match i386/x.dll', 'match amd64/x.dll'],
      [],
    ],
    [
      'a file elsewhere',
      [['system32\\x.dll', fixed]],
      [
        ['system32/x.dll', fixed],
        ['syswow64/x.dll', old],
      ],
      ['match system32/x.dll'],
      ['syswow64/x.dll'],
    ],
    [
      'the longest common path',
      [['a\\bin\\x.dll', fixed]],
      [
        ['b/bin/x.dll', old],
        ['a/bin/x.dll', fixed],
      ],
      ['match a/bin/x.dll'],
      ['b/bin/x.dll'],
    ],
  ])('match by %s', (_, rows, files, expected, unlisted) => {
    const warnings = unlisted.length > 0 ? ['VERIFY_NOT_COMPARED'] : [];
    expect(verify(rows, files)).toEqual({ ok: true, rows: expected, unlisted, warnings });
  });

  it.each<[string, Rows, Rows, string[]]>([
    [
      'right elsewhere and wrong in the folder',
      [['system32\\x.dll', fixed]],
      [
        ['x.dll', fixed],
        ['system32/x.dll', old],
      ],
      ['mismatch system32/x.dll'],
    ],
    [
      'two that changed places',
      [
        ['i386\\x.dll', old],
        ['amd64\\x.dll', fixed],
      ],
      [
        ['i386/x.dll', fixed],
        ['amd64/x.dll', old],
      ],
      ['mismatch i386/x.dll', 'mismatch amd64/x.dll'],
    ],
    [
      'the file of another row',
      [
        ['x.dll', old],
        ['i386\\x.dll', fixed],
      ],
      [['i386/x.dll', old]],
      ['missing -', 'mismatch i386/x.dll'],
    ],
    [
      'several of which none lies in the folder',
      [['%windir%\\system32\\x.dll', fixed]],
      [
        ['a/x.dll', fixed],
        ['b/x.dll', old],
      ],
      ['ambiguous a/x.dll'],
    ],
    [
      'several in such a folder',
      [['i386\\x.dll', fixed]],
      [
        ['a/i386/x.dll', fixed],
        ['b/i386/x.dll', old],
      ],
      ['ambiguous a/i386/x.dll'],
    ],
  ])('are not verified: %s', (_, rows, files, expected) => {
    for (const onlyPresent of [false, true]) {
      expect(verify(rows, files, onlyPresent)).toMatchObject({ ok: false, rows: expected });
    }
  });

  it('are matched without the folder where there is none, with a warning', () => {
    expect(verify([['%windir%\\system32\\x.dll', fixed]], [['x.dll', fixed]])).toEqual({
      ok: true,
      rows: ['match x.dll'],
      unlisted: [],
      warnings: ['VERIFY_NOT_COMPARED'],
    });
  });

  it('come from lists too', () => {
    const manifest = importArticle(
      'File name,Version,Size\ni386\\x.dll,1.0.0.2,100\namd64\\x.dll,1.0.0.2,200',
    );
    const { counts } = verifyFiles(filesOf([['amd64/x.dll', fixed]]), manifest);
    expect(counts).toEqual({ match: 0, mismatch: 1, missing: 1, ambiguous: 0 });
  });
});

describe('columns that a table does not have', () => {
  const file = { path: 'a.dll', name: 'a.dll', size: 100, version: fixed, platform: 'x86' };

  it.each([
    [
      'File name,Version\na.dll,1.0.0.2',
      'size or platform or date to compare, so only names and versions were',
    ],
    [
      'File name,Version,Platform\na.dll,1.0.0.2,x86',
      'size or date to compare, so only names, versions and platforms were',
    ],
    ['File name,Size,Date\na.dll,100,01-Dec-2008', 'version to compare, so only names and sizes were'],
  ])('are said to be not compared: %j', (text, said) => {
    const { ok, warnings } = verifyFiles([file], importArticle(text));
    expect(ok).toBe(true);
    expect(warnings).toEqual([
      { code: 'VERIFY_NOT_COMPARED', message: `no row of the table has a ${said} compared` },
    ]);
  });
});
