import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPreviousReport, readPreviousReport, readReportJson } from '../../src/prepare/previous-report.js';
import { comparable } from '../../src/report/compare-reports.js';
import { buildReport } from '../../src/report/report.js';
import { caught } from '../support/caught.js';
import { sp2ReportInput } from '../support/report-input.js';
import { tempFolder } from '../support/temp-folder.js';

function written(text: string): string {
  const path = join(tempFolder(), 'report.json');
  writeFileSync(path, text);
  return path;
}

describe('readPreviousReport', () => {
  it('reads what a report says that can be compared', () => {
    const report = buildReport(sp2ReportInput());
    const { staged, ...read } = readPreviousReport(written(JSON.stringify(report)));
    const { staged: expected, ...rest } = comparable(report);
    expect(read).toEqual(rest);
    expect(staged).toEqual(expected.map(({ path, sha256 }) => ({ path, sha256 })));
  });

  it.each(['', '{}', '[]', 'null', '{"created":1}', '{"created":"x","verdict":[],"input":{}}'])(
    'refuses %j',
    (text) => {
      const path = written(text);
      expect(caught(() => readPreviousReport(path))).toMatchObject({ code: 'REPORT_INVALID' });
      expect(findPreviousReport(path)).toBeNull();
    },
  );

  it('says which file is not there', () => {
    const path = join(tempFolder(), 'none.json');
    expect(caught(() => readPreviousReport(path))).toMatchObject({ code: 'FILE_NOT_FOUND' });
    expect(readReportJson(path)).toBeNull();
  });
});
