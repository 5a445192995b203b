import { describe, expect, it } from 'vitest';
import { comparable, compareReports } from '../../src/report/compare-reports.js';
import { buildReport } from '../../src/report/report.js';
import { sp2ReportInput, spoil } from '../support/report-input.js';

const before = buildReport(sp2ReportInput());

describe('compareReports', () => {
  it('finds nothing between a report and itself', () => {
    expect(compareReports(comparable(before), before).changes).toEqual([]);
  });

  it('says what became of the verdict, the package, the files and what was staged', () => {
    const input = sp2ReportInput(spoil);
    const now = buildReport({ ...input, input: { ...input.input, sha256: 'd4'.repeat(32) } });
    const { changes, created } = compareReports(comparable(before), now);
    expect(created).toBe(before.created);
    expect(changes[0]).toBe(
      'The verdict was "Verified and staged" and is "Verification failed, nothing was staged".',
    );
    expect(changes[1]).toMatch(/^The package is another file: .* had the SHA-256 c3c3/);
    expect(changes).toContain('Smpmgr.dll (x86) was match and is missing.');
    expect(changes.at(-1)).toMatch(/was staged and is not any more\.$/);
  });

  it('sees other content of the same size and version', () => {
    const row = { name: 'a', status: 'match', version: null, size: 1, sha256: 'aa' };
    const was = {
      ...comparable(before),
      rows: comparable(before).rows.map((one) => ({ ...one, sha256: 'aa' })),
    };
    expect(row.sha256).toBe('aa');
    const input = sp2ReportInput((files) => files.map((file) => ({ ...file, sha256: 'bb' })));
    expect(compareReports(was, buildReport(input)).changes[0]).toBe(
      'Ccmcertfix.exe (x86) has other content.',
    );
  });
});
