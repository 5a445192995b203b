import { describe, expect, it } from 'vitest';
import { type DiffSide, diffView } from '../../src/report/diff-view.js';
import { diffEvidence, diffHashes, diffSuites } from '../../src/report/evidence-of-diff.js';
import { renderCsv } from '../../src/report/render-csv.js';
import { renderSha256 } from '../../src/report/render-sha256.js';

type Diff = Parameters<typeof diffView>[0];

const [a, b] = ['aa', 'bb'].map((pair) => pair.repeat(32)) as [string, string];
const side = (file: string): DiffSide => ({ file, kind: 'msi', product: null, version: null });
const nothing: Diff = {
  same: true,
  tables: [],
  columns: [],
  rows: [],
  summary: [],
  streams: [],
  storages: [],
  files: [],
  warnings: [],
};
const different: Diff = {
  ...nothing,
  same: false,
  rows: [
    { table: 'Property', key: ['P'], change: 'changed', before: { Value: '1' }, after: { Value: '2' } },
    {
      table: 'MsiFileHash',
      key: ['f'],
      change: 'changed',
      before: { HashPart1: 1 },
      after: { HashPart1: 2 },
    },
  ],
  summary: [{ property: 'title', before: null, after: 'x' }],
  streams: [{ name: 'data.cab', change: 'changed' }],
  files: [
    {
      key: 'f',
      change: 'changed',
      before: { path: 'old\\f.exe', size: 5, version: '1.0.0.0', sha256: a },
      after: { path: 'new\\f.exe', size: 6, version: '1.0.0.1', sha256: b },
      moved: true,
    },
    {
      key: 'g',
      change: 'removed',
      before: { path: null, size: 1, version: null, sha256: a },
      after: null,
    },
  ],
};
const views = [different, nothing].map((diff) => diffView(diff, side('a.msi'), side('b.msi')));

describe('differences as evidence', () => {
  it('have one word as the type of each failed case', () => {
    const [suite] = diffSuites(different, views[0]!);
    expect(new Set(suite!.cases.map((one) => (one.outcome === 'failed' ? one.kind : one.outcome)))).toEqual(
      new Set(['changed', 'removed']),
    );
  });

  it('are one CSV table with whole digests, whatever differs', () => {
    expect(renderCsv(diffEvidence(different, views[0]!)).split('\r\n')).toEqual([
      'table,change,path,path_after,version_before,version_after,size_before,size_after,signature_before,signature_after,sha256_before,sha256_after,item,key,values,verdict,warnings',
      `Files,changed,old\\f.exe,new\\f.exe,1.0.0.0,1.0.0.1,5,6,,,${a},${b},,,,"differs: 2 files, 2 rows, 1 summary property, 1 stream",`,
      `Files,removed,g,,,,1,,,,${a},,,,,"differs: 2 files, 2 rows, 1 summary property, 1 stream",`,
      'Database,changed,,,,,,,,,,,table MsiFileHash,,"1 row (1 changed), which follow the content of the files","differs: 2 files, 2 rows, 1 summary property, 1 stream",',
      'Database,changed,,,,,,,,,,,table Property,P,Value: 1 → 2,"differs: 2 files, 2 rows, 1 summary property, 1 stream",',
      'Database,changed,,,,,,,,,,,summary information,title,(none) → x,"differs: 2 files, 2 rows, 1 summary property, 1 stream",',
      'Database,changed,,,,,,,,,,,stream data.cab,,,"differs: 2 files, 2 rows, 1 summary property, 1 stream",',
      '',
    ]);
    expect(renderCsv(diffEvidence(nothing, views[1]!)).split('\r\n')).toHaveLength(2);
  });

  it('are a failed case each, and one that passes where there are none', () => {
    const [suite] = diffSuites(different, views[0]!);
    expect(suite!.cases.map(({ outcome, name }) => [outcome, name])).toEqual([
      ['failed', 'old\\f.exe → new\\f.exe'],
      ['failed', 'g'],
      ['failed', 'table MsiFileHash'],
      ['failed', 'table Property'],
      ['failed', 'summary information title'],
      ['failed', 'stream data.cab'],
    ]);
    expect(suite!.cases[3]!.detail).toBe('changed P: Value: 1 → 2');
    expect(diffSuites(nothing, views[1]!)[0]!.cases.map(({ outcome }) => outcome)).toEqual(['passed']);
  });

  it('give the digests of the new files for sha256sum', () => {
    expect(renderSha256(diffHashes(different))).toBe(`${b}  new/f.exe\n`);
  });
});
