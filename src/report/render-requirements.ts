import { describeError, type Warning } from '../core/errors.js';
import type { RequiredFile, RequirementResult } from '../hotfix/verify/require.js';
import { signaturesInWords } from '../package/signature/judged-signature.js';
import { escapeMarkdown, markdownCode } from './markup-text.js';
import type { JunitSuite } from './render-junit.js';
import { markdownTable, verdictWord } from './render-verification.js';

/** The results as a JUnit suite with a case for each requirement. */
export function requirementSuite(
  results: readonly RequirementResult[],
  warnings: readonly Warning[] = [],
): JunitSuite {
  return {
    name: 'requirements',
    warnings: warnings.map(describeError),
    cases: results.map(({ text, status, files }) => ({
      group: 'requirements',
      name: text,
      file: files[0]?.path ?? null,
      ...(status === 'match'
        ? { outcome: 'passed' as const }
        : {
            outcome: 'failed' as const,
            kind: status,
            message:
              status === 'missing'
                ? 'not found'
                : `a version outside the range${files.some(({ signatures }) => signatures) ? ', or a signature that is not accepted' : ''}`,
            detail: files.map(fileLine).join('\n'),
          }),
    })),
  };
}

function fileLine({ path, version, signatures }: RequiredFile): string {
  const signed = signatures ? `, signature ${signaturesInWords(signatures)}` : '';
  return `${path}: ${version ?? 'no version'}${signed}`;
}

/** The results as Markdown, a file a row. */
export function renderRequirementsMarkdown(
  results: readonly RequirementResult[],
  warnings: readonly Warning[] = [],
): string {
  const failed = results.filter(({ status }) => status !== 'match').length;
  const areSigned = results.some(({ files }) => files.some(({ signatures }) => signatures));
  return [
    `**${verdictWord({ ok: failed === 0, warnings })}**: ${results.length - failed} of ${results.length} requirements met.`,
    '',
    ...markdownTable(
      ['Status', 'Required', 'Version', ...(areSigned ? ['Signature'] : []), 'File'],
      [],
      results.flatMap(({ text, files }) =>
        files.length === 0
          ? [['**missing**', markdownCode(text), '', ...(areSigned ? [''] : []), '']]
          : files.map(({ path, version, ok, signatures }) => [
              ok ? 'match' : '**mismatch**',
              markdownCode(text),
              escapeMarkdown(version ?? 'no version'),
              ...(areSigned ? [escapeMarkdown(signaturesInWords(signatures ?? []))] : []),
              markdownCode(path),
            ]),
      ),
    ),
    '',
  ].join('\n');
}
