import { describeError, type HotfixkitError, type Warning } from '../core/errors.js';
import { plural } from '../core/plural.js';
import { manifestName } from '../hotfix/manifest/manifest.js';
import type { RequirementResult } from '../hotfix/verify/require.js';
import type { VerifyResult } from '../hotfix/verify/verify-files.js';
import { escapeMarkdown as cell, markdownCode as code } from './markup-text.js';
import { type JunitSuite, junitSuite } from './render-junit.js';
import { renderRequirementsMarkdown, requirementSuite } from './render-requirements.js';
import { renderVerifyMarkdown, verdictWord } from './render-verification.js';

/** One of several paths that are verified, each by itself. */
export interface JudgedPath {
  path: string;
  ok: boolean;
  /** Null where no table was given, or the path could not be read. */
  result: VerifyResult | null;
  requirements: readonly RequirementResult[];
  /** What weakens the verdict about this path. */
  warnings: readonly Warning[];
  /** Why it could not be read. */
  error: HotfixkitError | null;
}

/** The verdict about all paths: that of the worst one. */
export function verdictOfPaths(paths: readonly JudgedPath[]): { ok: boolean; warnings: Warning[] } {
  return { ok: paths.every(({ ok }) => ok), warnings: paths.flatMap(({ warnings }) => warnings) };
}

/** `1 of 2 paths is right`. */
export function pathsSentence(paths: readonly JudgedPath[]): string {
  const right = paths.filter(({ ok }) => ok).length;
  return `${right} of ${plural(paths.length, 'path')} ${right === 1 ? 'is' : 'are'} right`;
}

/** Why a path is not right, in words that end a line. */
export function pathReason({ result, requirements, error }: JudgedPath): string {
  if (error) return describeError(error);
  const failed = requirements.filter(({ status }) => status !== 'match').length;
  return [
    ...(result === null || result.ok ? [] : [tableReason(result)]),
    ...(failed > 0 ? [`${failed} of ${plural(requirements.length, 'requirement')} not met`] : []),
  ].join('; ');
}

function tableReason({ manifest, counts, files }: VerifyResult): string {
  if (counts.missing === files.length) return `no file of ${manifestName(manifest)} is here`;
  const { mismatch, missing, ambiguous } = counts;
  return [
    ...(mismatch > 0 ? [`${mismatch} not matching`] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
    ...(ambiguous > 0 ? [`${ambiguous} ambiguous`] : []),
  ].join(', ');
}

/** Markdown for the page of a pipeline: the verdict about all, then each path. */
export function renderPathsMarkdown(paths: readonly JudgedPath[]): string {
  return [
    `**${verdictWord(verdictOfPaths(paths))}**: ${pathsSentence(paths)}.`,
    '',
    ...paths.flatMap((one) => [
      `## ${code(one.path)}`,
      '',
      ...(one.error ? [`**NOT OK**: ${cell(describeError(one.error))}`, ''] : []),
      ...(one.result ? [renderVerifyMarkdown(one.result)] : []),
      ...(one.requirements.length > 0 ? [renderRequirementsMarkdown(one.requirements, one.warnings)] : []),
    ]),
  ].join('\n');
}

/** The suites of each path, with the path in their names. */
export function pathSuites(
  paths: readonly JudgedPath[],
  options: { onlyPresent?: boolean } = {},
): JunitSuite[] {
  return paths.flatMap((one) =>
    judgedSuites(one, options).map((suite) =>
      suite.name === one.path ? suite : { ...suite, name: `${one.path}: ${suite.name}` },
    ),
  );
}

/** The suites of one path. One that is not right fails, also where each of its cases is skipped. */
export function judgedSuites(one: JudgedPath, options: { onlyPresent?: boolean } = {}): JunitSuite[] {
  const { path, ok, result, requirements, warnings, error } = one;
  const own = [
    ...(result ? [junitSuite(result, options)] : []),
    ...(requirements.length > 0 ? [requirementSuite(requirements, result ? [] : warnings)] : []),
  ];
  if (ok || own.some(({ cases }) => cases.some(({ outcome }) => outcome === 'failed'))) return own;
  const reason = pathReason(one);
  const failure = {
    group: path,
    name: 'verdict',
    file: path,
    outcome: 'failed' as const,
    kind: error?.code ?? 'missing',
    message: reason,
    detail: reason,
  };
  return [...own, { name: path, cases: [failure] }];
}
