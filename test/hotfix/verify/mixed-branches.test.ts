import { describe, expect, it } from 'vitest';
import type { ManifestFile } from '../../../src/hotfix/manifest/manifest.js';
import { mixedBranches } from '../../../src/hotfix/verify/mixed-branches.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const row = (name: string, version: string, folder?: string): ManifestFile => ({
  name,
  version,
  size: 4000,
  date: '2010-01-01',
  time: null,
  platform: 'x86',
  ...(folder !== undefined && { folder }),
});
const verify = (rows: ManifestFile[], files: [name: string, version: string][]) =>
  verifyFiles(
    files.map(([name, version]) => ({ path: name, name, size: 4000, version, platform: 'x86' })),
    {
      kb: '1',
      title: 'Fix',
      language: 'en',
      warnings: [],
      sections: [{ title: 'Files', product: null, files: rows }],
    },
    { onlyPresent: true },
  );
const branches = (one: string, two: string): ManifestFile[] => [
  row('a.dll', '1.0.0.2', one),
  row('b.dll', '1.0.0.2', one),
  row('a.dll', '1.0.0.3', two),
  row('b.dll', '1.0.0.3', two),
];

describe('files of several service packs or branches', () => {
  it.each([
    ['SP2', 'SP3'],
    ['SP2 GDR', 'SP3 GDR'],
    ['SP2GDR', 'SP2QFE'],
    ['RTM', 'Service Pack 1'],
  ])('are a warning where none has all: %s and %s', (one, two) => {
    const mixed = verify(branches(one, two), [
      ['a.dll', '1.0.0.2'],
      ['b.dll', '1.0.0.3'],
    ]);
    expect(mixed.warnings).toMatchObject([
      { code: 'VERIFY_NOT_COMPARED', message: expect.stringContaining(`a.dll: ${one.toUpperCase()}`) },
    ]);
    for (const version of ['1.0.0.2', '1.0.0.3']) {
      const { ok, warnings } = verify(branches(one, two), [
        ['a.dll', version],
        ['b.dll', version],
      ]);
      expect({ ok, warnings }).toEqual({ ok: true, warnings: [] });
    }
  });

  it('are none where a file is the same for both, or has a row of one alone', () => {
    const rows = [...branches('SP2', 'SP3'), row('c.dll', '1.0.0.1', 'SP2'), row('c.dll', '1.0.0.1', 'SP3')];
    const files: [string, string][] = [
      ['c.dll', '1.0.0.1'],
      ['a.dll', '1.0.0.3'],
      ['d.dll', '1.0.0.1'],
    ];
    expect(verify([...rows, row('d.dll', '1.0.0.1', 'SP2')], files).warnings).toEqual([]);
  });

  it('are none where the column names folders', () => {
    const matched = [{ status: 'match' }, { status: 'missing' }, { status: 'missing' }, { status: 'match' }];
    const title = { title: 'Files', product: null };
    expect(mixedBranches({ ...title, files: branches('i386', 'amd64') }, matched)).toEqual([]);
    expect(mixedBranches({ ...title, files: branches('SP1', 'SP2') }, matched)).toHaveLength(1);
  });
});
