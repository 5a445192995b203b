import { describe, expect, it } from 'vitest';
import type { ComparedFile, FileChange } from '../../src/package/node/diff-files.js';
import type { PackageDiff } from '../../src/package/node/diff-packages.js';
import { type DiffSide, diffView } from '../../src/report/diff-view.js';

const side = (file: string): DiffSide => ({ file, kind: 'msi', product: null, version: null });
const nothing: PackageDiff = {
  same: false,
  tables: [],
  columns: [],
  rows: [],
  summary: [],
  streams: [],
  storages: [],
  files: [],
  warnings: [],
};
const viewOf = (diff: Partial<PackageDiff>) =>
  diffView({ ...nothing, ...diff }, side('a.msi'), side('b.msi'));
const fileOf = (path: string, more: Partial<ComparedFile> = {}): ComparedFile => {
  return { path, size: 1000, version: null, sha256: path, ...more };
};
const changed = (before: ComparedFile, after: ComparedFile, more: Partial<FileChange> = {}): FileChange => {
  return { key: 'k', change: 'changed', before, after, ...more };
};

describe('diffView', () => {
  it('says that there is nothing', () => {
    expect(viewOf({ same: true, fileCounts: { same: 3, changed: 0, added: 0, removed: 0 } })).toMatchObject({
      headline: 'no differences',
      summary: ['Files: 3 the same'],
      files: [],
    });
    const notCompared = { code: 'PATH_LINK' as const, message: 'a symbolic link was not followed' };
    expect(viewOf({ same: true, warnings: [notCompared] }).headline).toBe(
      'no differences in what was compared',
    );
    const renamed = { code: 'PATH_RENAMED' as const, message: 'written with another name' };
    expect(viewOf({ same: true, warnings: [renamed] }).headline).toBe('no differences');
    expect(viewOf({ same: true, onlySignature: true }).headline).toBe('no differences but in the signature');
    expect(viewOf({ onlySignature: true }).headline).toBe('no differences but in the signature');
  });

  it('names bytes outside of what is compared', () => {
    expect(viewOf({ outside: ['the class in the header', 'x'] })).toMatchObject({
      headline: 'differs: bytes outside of what is compared',
      summary: ['Outside of tables, streams and files: the class in the header; x'],
    });
  });

  it('counts and shows columns', () => {
    const change = { table: 'Mine', column: 'More', change: 'added', before: null, after: 'S20' } as const;
    expect(viewOf({ columns: [change] })).toMatchObject({
      headline: 'differs: 1 column',
      summary: ['Tables: 1 table with 1 column (1 added)'],
      tables: [
        {
          name: 'Mine',
          count: '1 column (1 added)',
          rows: [{ change: 'added', key: 'column More', text: 'S20' }],
        },
      ],
    });
  });

  it.each([
    [1, '1 byte more'],
    [-1, '1 byte less'],
    [2000, '2,000 bytes more'],
  ])('says how much %i bytes are', (more, text) => {
    const files = [changed(fileOf('a'), fileOf('a', { sha256: 'x', size: 1000 + more }))];
    const fileCounts = { same: 0, changed: 1, added: 0, removed: 0 };
    expect(viewOf({ files, fileCounts }).summary).toContain(`Size: ${text}`);
  });

  it('sums up what differs', () => {
    const { headline, summary } = viewOf({
      files: [
        changed(
          fileOf('a', { version: '1.9.0.0' }),
          fileOf('a', { version: '1.10.0.0', sha256: 'x', size: 1500 }),
        ),
        changed(fileOf('b', { version: '2.0.0.0' }), fileOf('b', { version: '1.0.0.0', sha256: 'x' })),
        changed(
          fileOf('c', { signature: 'not signed' }),
          fileOf('c', { sha256: 'x', signature: 'valid: X' }),
          {
            onlySignature: true,
          },
        ),
        changed(fileOf('d'), fileOf('e', { sha256: 'd' }), { moved: true }),
        { key: 'f', change: 'added', before: null, after: fileOf('f') },
      ],
      fileCounts: { same: 1200, changed: 4, added: 1, removed: 0 },
      rows: [
        { table: 'Property', key: ['P'], change: 'changed', before: { Value: 'x' }, after: { Value: null } },
      ],
      summary: [{ property: 'revision', before: '{1}', after: '{2}' }],
      storages: [{ name: 'T1', change: 'changed' }],
    });
    expect(headline).toBe('differs: 5 files, 1 row, 1 summary property, 1 transform');
    expect(summary).toEqual([
      'Files: 1,200 the same, 4 changed (1 in another place, 1 in its signature only), 1 added',
      'Versions: 1 newer, 1 older',
      'Size: 1,500 bytes more',
      'Signatures: 1 file with another one',
      'Tables: 1 table with 1 row (1 changed)',
      'Summary information: revision',
    ]);
  });

  it('has a row for each file', () => {
    const { files } = viewOf({
      files: [
        changed(
          fileOf('a', { version: '1.0.0.0' }),
          fileOf('a', { version: '1.1.0.0', sha256: 'x', size: 2 }),
        ),
        changed(fileOf('d'), fileOf('e', { sha256: 'd' }), { moved: true }),
        changed(fileOf('d'), fileOf('e', { sha256: 'x' }), { moved: true }),
        changed(fileOf('c'), fileOf('c', { sha256: 'x' }), { onlySignature: true }),
        { key: 'gone', change: 'removed', before: { ...fileOf(''), path: null }, after: null },
      ],
    });
    expect(files.map(({ what, path, version, size }) => [what, path, version, size])).toEqual([
      ['changed', 'a', '1.0.0.0 → 1.1.0.0', '1,000 → 2'],
      ['moved', 'd → e', '', '1,000'],
      ['changed', 'd → e', '', '1,000'],
      ['signature only', 'c', '', '1,000'],
      ['removed', 'gone', '', '1,000'],
    ]);
  });

  it('has rows by table, without hashes of files that are listed', () => {
    const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
    const { tables } = viewOf({
      files: [{ key: 'f', change: 'added', before: null, after: fileOf('f') }],
      tables: [{ table: 'Icon', change: 'added' }],
      rows: [
        {
          table: 'MsiFileHash',
          key: ['f'],
          change: 'added',
          before: null,
          after: { File_: 'f', HashPart1: 1 },
        },
        {
          table: 'Binary',
          key: ['b'],
          change: 'changed',
          before: { Data: digest('a') },
          after: { Data: digest('b') },
        },
        {
          table: 'File',
          key: ['f'],
          change: 'added',
          before: null,
          after: { File: 'f', FileSize: 3, Version: null },
        },
      ],
    });
    expect(tables).toEqual([
      {
        name: 'Binary',
        count: '1 row (1 changed)',
        rows: [
          {
            change: 'changed',
            key: 'b',
            text: `Data: sha256:${'a'.repeat(12)}… → sha256:${'b'.repeat(12)}…`,
          },
        ],
      },
      { name: 'File', count: '1 row (1 added)', rows: [{ change: 'added', key: 'f', text: 'FileSize: 3' }] },
      { name: 'Icon', count: 'table added', rows: [] },
      { name: 'MsiFileHash', count: '1 row (1 added), which follow the content of the files', rows: [] },
    ]);
  });
});
