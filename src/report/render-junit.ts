import { describeError } from '../core/errors.js';
import { withoutActing } from '../core/visible-text.js';
import { manifestName } from '../hotfix/manifest/manifest.js';
import type { VerifiedFile, VerifyResult } from '../hotfix/verify/verify-files.js';
import { signaturesInWords } from '../package/signature/judged-signature.js';
import { differenceText } from './render-verification.js';

/** One suite of a JUnit report. */
export interface JunitSuite {
  name: string;
  cases: JunitCase[];
  /** What weakens the result. */
  warnings?: readonly string[];
}

/** One test case of a JUnit file. */
export interface JunitCase {
  /** Groups cases; pipelines show it as the class. */
  group: string;
  name: string;
  file: string | null;
  outcome: 'passed' | 'failed' | 'skipped';
  /** A short message; `detail` has the lines below it. */
  message?: string;
  kind?: string;
  detail?: string;
  /** What else is to be known of a case, whatever its outcome. */
  output?: string;
}

/** A verification as a suite with a case for each row of the table. With `onlyPresent` a missing file is skipped. */
export function junitSuite(result: VerifyResult, options: { onlyPresent?: boolean } = {}): JunitSuite {
  const name = [manifestName(result.manifest), result.manifest.product ?? result.section].join(' ');
  return {
    name,
    cases: result.files.map((file) => junitCase(file, name, options.onlyPresent ?? false)),
    warnings: result.warnings.map(describeError),
  };
}

/**
 * JUnit's XML, as release pipelines read it (`testsuites`, `testsuite`, `testcase` with `failure` or `skipped`), valid by the
 * schema of the xUnit plugin of Jenkins.
 * Characters that XML cannot hold are replaced, so that the document is always well formed.
 */
export function renderJunit(suites: readonly JunitSuite[], name = 'hotfixkit verify'): string {
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(name)}"${totals(all)} time="0">`,
    ...suites.flatMap(({ name: suite, cases, warnings = [] }) => [
      `  <testsuite name="${escapeXml(suite)}"${totals(cases)} skipped="${count(cases, 'skipped')}" time="0">`,
      ...cases.flatMap(caseLines),
      ...(warnings.length === 0
        ? []
        : [
            `    <system-err>${escapeXml(warnings.map((text) => `warning: ${text}`).join('\n'))}</system-err>`,
          ]),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function totals(cases: readonly JunitCase[]): string {
  return ` tests="${cases.length}" failures="${count(cases, 'failed')}" errors="0"`;
}

function count(cases: readonly JunitCase[], outcome: JunitCase['outcome']): number {
  return cases.filter((one) => one.outcome === outcome).length;
}

function caseLines(one: JunitCase): string[] {
  const open = `    <testcase classname="${escapeXml(one.group)}" name="${escapeXml(one.name)}" time="0"`;
  // The schema has no attribute for the file; a failure has it in its text.
  const isSaid = one.file === null || one.file === one.name || one.outcome === 'failed';
  const said = [...(isSaid ? [] : [`file: ${one.file}`]), ...(one.output === undefined ? [] : [one.output])];
  const output = said.length === 0 ? [] : [`      <system-out>${escapeXml(said.join('\n'))}</system-out>`];
  if (one.outcome === 'passed') {
    return output.length === 0 ? [`${open}/>`] : [`${open}>`, ...output, '    </testcase>'];
  }
  const message = `message="${escapeXml(one.message ?? '')}"`;
  const inner =
    one.outcome === 'skipped'
      ? `<skipped ${message}/>`
      : `<failure ${message} type="${escapeXml(one.kind ?? 'failure')}">${escapeXml(one.detail ?? '')}</failure>`;
  return [`${open}>`, `      ${inner}`, ...output, '    </testcase>'];
}

function junitCase(file: VerifiedFile, group: string, onlyPresent: boolean): JunitCase {
  const name = file.platform === null ? file.name : `${file.name} (${file.platform})`;
  const output = file.signatures && { output: `signature: ${signaturesInWords(file.signatures)}` };
  const common = { group, name, file: file.path, ...output };
  if (file.status === 'match') return { ...common, outcome: 'passed' };
  if (file.status === 'missing') {
    const message = file.renamed === undefined ? 'not found' : `not found; ${file.renamed} has its size`;
    return { ...common, outcome: onlyPresent ? 'skipped' : 'failed', message, kind: 'missing', detail: '' };
  }
  const because = file.explanation ? [file.explanation.text] : [];
  const differences = file.differences.map(differenceText);
  const several = file.rivals
    ? [`several files have this name and disagree: ${[file.path, ...file.rivals].join(', ')}`]
    : [];
  return {
    ...common,
    outcome: 'failed',
    kind: file.status,
    message: [...several, ...differences, ...because].join('; '),
    detail: [`path: ${file.path ?? 'none'}`, ...several, ...differences, ...because].join('\n'),
  };
}

/**
 * Text for XML 1.0, also in a quoted attribute; what it cannot hold at all becomes U+FFFD. Marks that turn the direction
 * of writing, separators of lines and characters of no width are written as references: the document is shown in
 * terminals too.
 */
function escapeXml(text: string): string {
  const escaped = text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return withoutActing(escaped, (character) => `&#${character.codePointAt(0)};`);
}
