import { describe, expect, it } from 'vitest';
import type { Place } from '../../src/hotfix/scan/judge-place.js';
import type { ScannedPlace, ScanResult } from '../../src/hotfix/scan/scan-trees.js';
import {
  placeName,
  placeReasons,
  renderScanMarkdown,
  scanSuites,
  walkedWords,
} from '../../src/report/render-scan.js';

const place = (path: string, change: Partial<Place> = {}): ScannedPlace => ({
  root: '//dp/share',
  path,
  role: 'image',
  status: 'complete',
  product: 'ConfigMgr 2007 SP2',
  expected: 13,
  right: 13,
  problems: [],
  counts: { match: 13, mismatch: 0, missing: 0, ambiguous: 0 },
  supersededBy: [],
  ok: change.status !== 'damaged' && change.status !== 'present',
  ...change,
});

const result: ScanResult = {
  ok: false,
  roots: ['//dp/share', 'empty'],
  paths: [
    { path: '//dp/share', ok: false, places: 4 },
    { path: 'empty', ok: false, places: 0 },
  ],
  walked: { folders: 2, files: 100, candidates: 3, read: 3, reused: 0 },
  hotfixes: [
    {
      kb: '977203',
      title: 't',
      status: 'damaged',
      places: [
        place('ABC00001'),
        place('ABC|2', { status: 'damaged', problem: { code: 'CFB_TRUNCATED', message: 'cut' } }),
        place('ABC00003', { status: 'superseded', supersededBy: ['977384'] }),
        place('ABC00004', { status: 'older' }),
        place('ABC00005', { status: 'present', right: 12 }),
      ],
    },
  ],
  warnings: [],
};

describe('renderScanMarkdown', () => {
  it('has a row for every place that says something', () => {
    const lines = renderScanMarkdown(result).split('\n');
    expect(lines[0]).toBe('**NOT OK**: KB977203 damaged.');
    expect(lines.filter((line) => line.startsWith('| KB977203 |'))).toEqual([
      '| KB977203 | ConfigMgr 2007 SP2 | complete | image | 13 of 13 | `//dp/share/ABC00001` |  |',
      '| KB977203 | ConfigMgr 2007 SP2 | **damaged** | image | 13 of 13 | `//dp/share/ABC\\|2` | cannot be read: cut |',
      '| KB977203 | ConfigMgr 2007 SP2 | superseded | image | 13 of 13 | `//dp/share/ABC00003` | superseded by KB977384 |',
      '| KB977203 | ConfigMgr 2007 SP2 | **present** | image | 12 of 13 | `//dp/share/ABC00005` |  |',
    ]);
    expect(lines).toContain('empty: no file of the articles is here');
  });
});

describe('scanSuites', () => {
  it('makes a case of a place and of an empty path, failed where they are not right', () => {
    const [suite, empty] = scanSuites(result);
    expect(empty!.cases).toMatchObject([{ name: 'empty', outcome: 'failed' }]);
    expect(suite!.cases.map(({ file, outcome }) => [file, outcome])).toEqual([
      ['//dp/share/ABC00001', 'passed'],
      ['//dp/share/ABC|2', 'failed'],
      ['//dp/share/ABC00003', 'passed'],
      ['//dp/share/ABC00005', 'failed'],
    ]);
  });
});

describe('placeName', () => {
  it.each([
    ['.', 'a/b', 'a/b'],
    ['.', '', '.'],
    ['x/', '', 'x'],
    ['C:\\dp\\', 'a', 'C:/dp/a'],
  ])('%s and %s are %s', (root, path, expected) => {
    expect(placeName({ root, path })).toBe(expected);
  });
});

describe('placeReasons', () => {
  it('names a few missing files and counts many', () => {
    const missing = (name: string) => ({ name, platform: 'x86', status: 'missing' as const, path: null });
    const reasons = (count: number) =>
      placeReasons(
        place('', { problems: Array.from({ length: count }, (_, i) => missing(`f${i}`)) as never }),
      );
    expect(reasons(2)).toEqual(['missing: f0 (x86), f1 (x86)']);
    expect(reasons(9)).toEqual(['9 files are missing']);
  });
});

it.each([
  [{ files: 0, folders: 0, candidates: 1 }, '1 file given'],
  [{ files: 5, folders: 1, candidates: 2 }, '5 files in 1 folder, 2 named by the articles'],
  [{ files: 1, folders: 1, candidates: 3 }, '1 file in 1 folder, 3 given or named by the articles'],
])('says how much was searched: %j', (walked, words) => {
  expect(walkedWords({ read: 0, reused: 0, ...walked })).toBe(words);
});
