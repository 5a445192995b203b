import type { Warning } from '../core/errors.js';
import { isWeakening } from '../core/weakening-warnings.js';
import { manifestName } from '../hotfix/manifest/manifest.js';
import type { Difference } from '../hotfix/verify/compare-file.js';
import { nameOfTable } from '../hotfix/verify/section-fit.js';
import type { VerifiedFile, VerifyResult } from '../hotfix/verify/verify-files.js';
import { signaturesInWords } from '../package/signature/judged-signature.js';
import { escapeMarkdown as cell, markdownCode as code } from './markup-text.js';

/** `OK`, `OK WITH WARNINGS` where something weakens it, `NOT OK`. */
export function verdictWord({ ok, warnings }: { ok: boolean; warnings: readonly Warning[] }): string {
  if (!ok) return 'NOT OK';
  return warnings.some(isWeakening) ? 'OK WITH WARNINGS' : 'OK';
}

function usedTable({ fit }: VerifyResult): string {
  const [used, ...others] = fit.tables;
  return nameOfTable(used!, others);
}

/** A verification as Markdown, for the page of a pipeline or a ticket: the verdict first, then a table. */
export function renderVerifyMarkdown(result: VerifyResult): string {
  const { match, mismatch, missing, ambiguous } = result.counts;
  const counts = [
    `${match} match`,
    ...(mismatch > 0 ? [`${mismatch} not matching`] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
    ...(ambiguous > 0 ? [`${ambiguous} ambiguous`] : []),
  ].join(', ');
  const product = result.manifest.product ?? result.section;
  const areSigned = result.files.some(({ signatures }) => signatures);
  return [
    `**${verdictWord(result)}**: ${cell(manifestName(result.manifest))}, ${cell(product)}: ${counts}.`,
    '',
    `Table used: ${cell(usedTable(result))} (${result.fit.certainty}): ${cell(result.fit.reason)}.`,
    '',
    ...markdownTable(
      [
        'Status',
        'File',
        'Platform',
        'Version',
        'Size',
        'Found',
        ...(areSigned ? ['Signature'] : []),
        'Remark',
      ],
      [4],
      result.files.map((file) => [
        file.status === 'match' ? 'match' : `**${file.status}**`,
        code(file.name),
        cell(file.platform ?? ''),
        cell(file.expected.version ?? ''),
        file.expected.size === null ? '' : String(file.expected.size),
        code(file.path ?? ''),
        ...(areSigned ? [cell(signaturesInWords(file.signatures ?? []))] : []),
        cell(remark(file)),
      ]),
    ),
    ...(result.warnings.length > 0
      ? ['', ...result.warnings.map(({ message }) => `- ${cell(message)}`)]
      : []),
    '',
  ].join('\n');
}

/** Lines of a Markdown table; `right` names the columns of numbers. The cells are Markdown already. */
export function markdownTable(
  titles: readonly string[],
  right: readonly number[],
  rows: readonly (readonly string[])[],
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map((_, i) => (right.includes(i) ? '---:' : '---'))), ...rows.map(line)];
}

/** `version is 1.0 instead of 2.0`, `signature is expired instead of valid: …`. */
export function differenceText({ field, expected, actual, reason }: Difference): string {
  const because = reason === undefined ? '' : `: ${reason}`;
  return `${field} is ${actual ?? 'none'} instead of ${expected ?? 'none'}${because}`;
}

/** Remarks on a row beyond its status. */
export function remark(file: VerifiedFile): string {
  const parts = file.differences.map(differenceText);
  if (file.rivals)
    parts.push(`several files have this name and disagree: ${[file.path, ...file.rivals].join(', ')}`);
  if (file.renamed !== undefined) parts.push(`${file.renamed} has its size: the name may differ by locale`);
  if (file.explanation) parts.push(file.explanation.text);
  return parts.join('; ');
}
