import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { packageSignature } from '../../src/package/signature/package-signatures.js';
import {
  platformText,
  renderReportMarkdown,
  signatureText,
} from '../../src/report/render-report-markdown.js';
import { buildReport } from '../../src/report/report.js';
import { signedExecutable } from '../support/authenticode-builder.js';
import { sp2ReportInput, spoil } from '../support/report-input.js';
import { judgeTest } from '../support/signed-hotfix.js';

describe('renderReportMarkdown', () => {
  const good = renderReportMarkdown(buildReport(sp2ReportInput()));
  const bad = renderReportMarkdown(buildReport(sp2ReportInput(spoil)));

  it('starts with the verdict and goes from evidence to provenance', () => {
    expect(good).toMatch(/^# KB977203 for ConfigMgr 2007 SP2: Verified and staged\n/);
    expect(good.match(/^## .*$/gm)).toEqual([
      '## Files',
      '## Staged',
      '## What to do next',
      '## About the hotfix',
      '## Provenance',
      '## Sign-off',
    ]);
    expect(bad).toMatch(/^# KB977203 for ConfigMgr 2007 SP2: Verification failed, nothing was staged\n/);
    expect(bad.match(/^## .*$/gm)).toEqual([
      '## What is wrong',
      '## What to do now',
      '## Files',
      '## Extracted',
      '## About the hotfix',
      '## Provenance',
      '## Sign-off',
    ]);
  });

  it('has a row a file, with as many cells as the head', () => {
    const rows = good.split('\n').filter((line) => /^\| (match|\*\*)/.test(line));
    expect(rows).toHaveLength(13);
    for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(13);
    expect(rows[0]).toBe(
      '| match | `Ccmcertfix.exe` | x86 | 4.0.6487.2111 | 4.0.6487.2111 | 17,768 | 17,768 | 2010-01-25 06:27 | 2010-01-25 06:27 | `SMS/x86/Ccmcertfix.exe` |  |',
    );
    expect(bad).toContain('| **mismatch** | `Ccmgencert.dll` | x64, found x86 |');
    expect(bad).toContain('| **missing** | `Smpmgr.dll` | x86 | 4.0.6487.2111 |  | 86,376 |  |');
  });

  it('has what was staged, what to type and where it comes from', () => {
    expect(good).toContain(
      `| \`out/content/client/i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp\` | created | 444,928 | \`${'a1'.repeat(32)}\` |`,
    );
    expect(good).toContain(
      '```text\nPATCH="C:\\_SMSTaskSequence\\OSD\\ABC0001F\\i386\\hotfix\\KB977203\\Sccm2007ac-sp2-kb977203-x86.msp"\n```',
    );
    expect(good).toContain(`| SHA-256 | \`${'c3'.repeat(32)}\` |`);
    expect(good).toContain('| Digital signature | present, not validated |');
    expect(good).toContain('| Made at | 2026-08-04 10:22 UTC |');
  });

  it('lets no text from outside become markup', () => {
    const input = sp2ReportInput();
    const evil = '\n# x | <script>alert(1)</script> [a](javascript:b) `c` **d**';
    const text = renderReportMarkdown(
      buildReport({
        ...input,
        input: { ...input.input, file: evil, product: evil, kind: evil },
        manifest: { ...input.manifest, title: evil },
        warnings: [{ code: 'PATH_UNSAFE', message: evil, entry: evil }],
      }),
    );
    expect(text).not.toMatch(/^# x/m);
    const withoutCode = text
      .replace(/^```text\n[\s\S]*?\n```$/gm, '')
      .replace(/(?<![`\\])(`+)(?!`)(.*?[^`])\1(?!`)/g, '');
    expect(withoutCode).toContain('\\<script\\>');
    expect(withoutCode).not.toMatch(/(?<!\\)<(?!https:)/);
    expect(withoutCode).not.toMatch(/(?<!\\)\[a/);
  });
});

describe('signatureText', () => {
  it.each([
    [true, 'present, not validated'],
    [false, 'none'],
    [null, 'not known'],
  ])('%j: %s', (signature, expected) => {
    expect(signatureText({ ...sp2ReportInput().input, signature }, [])).toBe(expected);
  });

  it('is that of the file that was given, not of a file to stage', () => {
    const { input } = sp2ReportInput();
    const judged = judgeTest(new BufferSource(signedExecutable()));
    expect(signatureText(input, [packageSignature('download', 'a.exe', judged)])).toMatch(
      /^valid: Test Signer, /,
    );
    expect(signatureText(input, [packageSignature('patch', 'a.msp', judged)])).toBe('present, not validated');
  });
});

describe('platformText', () => {
  it('shows what was found only where it differs', () => {
    const files = sp2ReportInput(spoil).verification!.files;
    expect(platformText(files[0]!)).toBe('x86');
    expect(platformText(files[2]!)).toBe('');
    expect(platformText(files[11]!)).toBe('x64, found x86');
  });
});
