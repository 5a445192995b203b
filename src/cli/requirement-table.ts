import type { Warning } from '../core/errors.js';
import { plural } from '../core/plural.js';
import type { RequirementResult } from '../hotfix/verify/require.js';
import { signaturesInWords } from '../package/signature/judged-signature.js';
import { verdictWord } from '../report/render-verification.js';
import type { Context } from './context.js';
import { verdictColor } from './verify-table.js';

const colors = { match: 'green', mismatch: 'red', missing: 'red' } as const;

/** What `--require` found, for people; nothing where nothing was required. */
export function requirementLines(
  context: Context,
  requirements: readonly RequirementResult[],
  warnings: readonly Warning[] = [],
): string[] {
  if (requirements.length === 0) return [];
  const areSigned = requirements.some(({ files }) => files.some(({ signatures }) => signatures));
  const rows = requirements.flatMap(({ status, text, files }) =>
    files.length === 0
      ? [{ status, cells: [text, '', ...(areSigned ? [''] : []), 'not found'] }]
      : files.map(({ path, version, ok, signatures }) => ({
          status: ok ? ('match' as const) : ('mismatch' as const),
          cells: [
            text,
            version ?? 'no version',
            ...(areSigned ? [signaturesInWords(signatures ?? [])] : []),
            path,
          ],
        })),
  );
  const [head, ...lines] = context.table(
    [
      { title: 'Status' },
      { title: 'Required' },
      { title: 'Version' },
      ...(areSigned ? [{ title: 'Signature' }] : []),
      { title: 'File' },
    ],
    rows.map(({ status, cells }) => [status, ...cells]),
  );
  const failed = requirements.filter(({ status }) => status !== 'match').length;
  const result = { ok: failed === 0, warnings };
  const verdict = context.paint(verdictColor(result), verdictWord(result));
  const met = `${requirements.length - failed} of ${plural(requirements.length, 'requirement')} met`;
  return [
    head!,
    ...lines.map((line, i) => {
      const { status } = rows[i]!;
      return context.paint(colors[status], line.slice(0, status.length)) + line.slice(status.length);
    }),
    '',
    `${verdict}: ${met}`,
  ];
}
