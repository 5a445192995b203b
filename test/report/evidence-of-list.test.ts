import { describe, expect, it } from 'vitest';
import { listEvidence, listedHashes, listedPath, listSuites } from '../../src/report/evidence-of-list.js';

const file = {
  key: 'K',
  path: 'a/b.dll',
  sourcePath: null,
  targetPath: null,
  size: 5,
  version: '1.0',
  language: null,
  platform: 'x86',
  attributes: null,
  modified: null,
  component: null,
  feature: null,
  media: null,
  cabinet: null,
};
const list = {
  file: 'p.msi',
  kind: 'msi',
  files: [file, { ...file, path: null, statedSize: 6, statedVersion: '2.0', sha256: 'ab' }],
  warnings: [],
};

describe('a list of files', () => {
  it('judges nothing but what the package says of its files', () => {
    const { verdict, tables } = listEvidence(list);
    expect(verdict).toBeNull();
    const remark =
      'the package states 6 bytes, the content has 5; the package states version 2.0, the content has 1.0';
    expect(tables[0]!.rows.map(({ tone, cells }) => [tone, cells[0], cells.at(-1)])).toEqual([
      ['none', 'a/b.dll', null],
      ['warn', 'K', remark],
    ]);
    expect(listSuites(list)[0]!.cases.map(({ outcome, message }) => [outcome, message])).toEqual([
      ['passed', undefined],
      ['failed', remark],
    ]);
  });

  it('has the digests that are known', () => {
    expect(listedHashes(list)).toEqual([{ path: 'K', sha256: 'ab' }]);
    expect(listedPath(file)).toBe('a/b.dll');
    // Outside Windows, a name may hold a backslash.
    expect(listedPath({ ...file, path: 'a/b\\c.dll' })).toBe('a/b\\c.dll');
    expect(listedPath({ ...file, path: null, key: 'a\\b.dll' })).toBe('a/b.dll');
  });
});
