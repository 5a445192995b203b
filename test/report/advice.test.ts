import { describe, expect, it } from 'vitest';
import { adviceOf, failureAdvice } from '../../src/report/advice.js';
import { buildReport } from '../../src/report/report.js';
import { sp2ReportInput, spoil } from '../support/report-input.js';

const report = (change?: Parameters<typeof sp2ReportInput>[0]) => buildReport(sp2ReportInput(change));

describe('adviceOf', () => {
  it('has nothing to say where all is well', () => {
    expect(report().advice).toEqual([]);
  });

  it('says first that nothing is to be deployed, then why', () => {
    const { advice } = report(spoil);
    expect(advice[0]).toBe('Do not deploy these files.');
    expect(advice.join(' ')).toMatch(/Files are missing: compare the size of the download/);
    expect(advice.at(-1)).toMatch(/--force/);
  });

  it('knows a package of another hotfix', () => {
    expect(report(() => []).advice[1]).toMatch(/check that this is the package of KB977203/);
  });

  it('ends with what may be done all the same, where there is such a thing', () => {
    const { verification } = report(spoil);
    const advice = failureAdvice(verification, [], '977203');
    expect(advice[0]).toBe('Do not deploy these files.');
    expect(advice.at(-1)).toBe('When the cause is found, run the same command again.');
    expect(failureAdvice(verification, [], '977203', 'Or not.').at(-1)).toMatch(/again\. Or not\.$/);
  });

  it.each([
    ['unverified', /before they are verified/],
    ['blocked', /--overwrite/],
    ['forced', /has signed for it/],
  ] as const)('%s', (status, text) => {
    const { verdict, ...rest } = report();
    expect(adviceOf({ ...rest, verdict: { ...verdict, status } })[0]).toMatch(text);
  });
});
