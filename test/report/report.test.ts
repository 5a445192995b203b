import { describe, expect, it } from 'vitest';
import type { Warning } from '../../src/core/errors.js';
import type { PackageSignature } from '../../src/package/signature/package-signatures.js';
import { renderReportHtml } from '../../src/report/render-report-html.js';
import { buildReport, describeProblem, type ReportInput } from '../../src/report/report.js';
import { sp2ReportInput, spoil } from '../support/report-input.js';

const good = sp2ReportInput();
const bad = sp2ReportInput(spoil);
const staged = good.staged;
const conflict = staged.map((file) => ({ ...file, action: 'conflict' as const }));

describe('buildReport', () => {
  const all = 'All 13 files match the table published for ConfigMgr 2007 SP2.';
  const some =
    '8 of 13 files match the table published for ConfigMgr 2007 SP2; 3 differ, 1 is missing, 1 ambiguous.';
  it.each<[string, ReportInput, string, string, string[]]>([
    ['verified and staged', good, 'ready', 'Verified and staged', [all, '3 files staged.']],
    ['verified only', { ...good, staged: [] }, 'verified', 'Verified', [all]],
    [
      'nothing verified, nothing staged',
      { ...good, verification: null, staged: [] },
      'unverified',
      'Not verified',
      ['The files were not compared with the published table.'],
    ],
    [
      'staged blindly',
      { ...good, verification: null },
      'forced',
      'Staged without verification',
      ['The files were not compared with the published table.', '3 files staged.'],
    ],
    ['stopped', bad, 'failed', 'Verification failed, nothing was staged', [some]],
    [
      'forced',
      { ...bad, staged },
      'forced',
      'Staged although verification failed',
      [some, '3 files staged.'],
    ],
    [
      'in the way',
      { ...good, staged: conflict },
      'blocked',
      'Not staged: other files are in the way',
      ['3 files of the same name and other content would have been overwritten.', all],
    ],
    [
      'wrong and in the way',
      { ...bad, staged: conflict },
      'failed',
      'Not staged: other files are in the way',
      ['3 files of the same name and other content would have been overwritten.', some],
    ],
  ])('%s', (_, input, status, headline, reasons) => {
    expect(buildReport(input).verdict).toEqual({ signatures: null, status, headline, reasons });
  });

  it.each([
    [false, 'Staged although a signature says that it must not be used', '3 files staged.'],
    [true, 'Would be staged although a signature says that it must not be used', '3 files would be staged.'],
  ])('is not ready where a file was changed after it was signed (plan: %s)', (isPlan, headline, where) => {
    const signatures = [
      {
        role: 'package',
        path: 'a.msi',
        kind: 'msi',
        verdict: 'digest-mismatch',
        signer: null,
        harmful: true,
        signatures: [] as PackageSignature['signatures'],
      },
    ] as PackageSignature[];
    expect(buildReport({ ...good, staged, signatures, isPlan }).verdict).toMatchObject({
      status: 'forced',
      headline,
      reasons: ['The signature of the package is digest-mismatch.', all, where],
    });
  });

  it('is plain JSON', () => {
    const report = buildReport(good);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report).toMatchObject({
      created: '2026-08-04T10:22:31.000Z',
      tool: { name: 'hotfixkit', version: '0.1.0' },
      hotfix: { kb: '977203', product: 'ConfigMgr 2007 SP2', facts: { restartRequired: false } },
      input: { file: 'SCCM2007-SP2-KB977203-ENU.msi', signature: true },
      image: { path: 'out/image', files: 13 },
    });
  });

  it('says what to do next only where something is in place', () => {
    expect(buildReport(good).next).not.toEqual([]);
    expect(buildReport(bad).next).toEqual([]);
    expect(buildReport({ ...good, staged: conflict }).next).toEqual([]);
  });

  it('has each warning once', () => {
    const warning: Warning = { code: 'VERIFY_PRODUCT_UNCERTAIN', message: 'which?' };
    const verification = { ...good.verification!, warnings: [warning] };
    const report = buildReport({ ...good, verification, warnings: [{ ...warning }] });
    expect(report.warnings).toEqual([warning]);
    expect(report.verdict.headline).toMatch(/, with a warning$/);
    expect(report.verdict.reasons.at(-1)).toBe('1 warning weakens this verdict; see Warnings.');
    expect(renderReportHtml(report)).toContain('class="card verdict warn"');
  });
});

describe('describeProblem', () => {
  it('says what is wrong with each row', () => {
    expect(bad.verification!.files.map(describeProblem).filter((text) => text !== null)).toEqual([
      'Ccmsetup.exe (x86): version is 4.0.6487.2000 instead of 4.0.6487.2111 (older: from 4.0.6487.2000, ConfigMgr 2007 SP2 or later)',
      'Mcs.msi: size is 7,204,865 bytes instead of 7,204,864 bytes (1 byte larger: altered or another build)',
      'Smpmgr.dll (x86) is missing',
      'Ccmgencert.dll (x64): platform is x86 instead of x64',
      'Mcsisapip.dll (x64): several files with this name disagree: SMS/x64/Mcsisapip.dll, old/Mcsisapip.dll (older: from 4.0.6221.1193, KB977203 or later, a file of ConfigMgr 2007 SP1)',
    ]);
  });
});
