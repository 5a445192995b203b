import { expect, it } from 'vitest';
import type { ScanResult } from '../../src/hotfix/scan/scan-trees.js';
import { scanEvidence, scannedHashes } from '../../src/report/evidence-of-scan.js';
import { renderCsv } from '../../src/report/render-csv.js';

const place = {
  root: 'share',
  path: 'pkg',
  role: 'image' as const,
  status: 'damaged' as const,
  product: 'SP2',
  ok: false,
  expected: 13,
  right: 12,
  problems: [],
  counts: { match: 12, mismatch: 1, missing: 0, ambiguous: 0 },
  supersededBy: [],
  files: [{ path: 'pkg/a.dll', size: 5, version: null, sha256: 'ab' }],
};
const result: ScanResult = {
  ok: false,
  roots: ['share', 'empty'],
  paths: [
    { path: 'share', ok: false, places: 1 },
    { path: 'empty', ok: false, places: 0 },
  ],
  walked: { folders: 2, files: 3, candidates: 1, read: 1, reused: 0 },
  hotfixes: [{ kb: '977203', title: 'T', status: 'damaged', places: [place, { ...place, status: 'older' }] }],
  warnings: [],
};

it('a scan has a row for each place that tells something', () => {
  const evidence = scanEvidence(result);
  expect(evidence.verdict).toMatchObject({ tone: 'bad', headline: 'NOT OK' });
  expect(evidence.verdict!.reasons).toContain('empty: no file of the articles is here.');
  expect(renderCsv(evidence).split('\r\n').slice(1)).toEqual([
    'damaged,share/pkg,KB977203,SP2,image,12,13,,NOT OK,',
    '',
  ]);
  expect(evidence.tables.map(({ title }) => title)).toEqual(['Places', 'Files']);
});

it('the digests of a scan are those of files as they can be found', () => {
  expect(scannedHashes(result)).toMatchObject([{ path: 'share/pkg/a.dll', sha256: 'ab' }]);
});
