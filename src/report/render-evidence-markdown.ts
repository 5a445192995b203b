import { describeError } from '../core/errors.js';
import { groupDigits } from '../core/plural.js';
import type { Evidence, EvidenceColumn, EvidenceTable } from './evidence.js';
import { escapeMarkdown as cell, markdownCode as code, readableTime } from './markup-text.js';
import { markdownTable } from './render-verification.js';

/** Markdown (CommonMark with tables): the verdict first, then each table. */
export function renderEvidenceMarkdown({ title, verdict, tables, warnings }: Evidence): string {
  return [
    ...(verdict
      ? [
          `**${cell(verdict.headline)}**: ${cell(title)}.`,
          '',
          ...verdict.reasons.flatMap((one) => [cell(one), '']),
        ]
      : [`**${cell(title)}**`, '']),
    ...tables.flatMap((table) => [
      ...(tables.length > 1 ? [`## ${cell(table.title)}`, ''] : []),
      ...table.notes.flatMap((note) => [cell(note), '']),
      ...tableLines(table),
    ]),
    ...(warnings.length === 0 ? [] : [...warnings.map((one) => `- ${cell(describeError(one))}`), '']),
  ].join('\n');
}

function tableLines({ columns, rows }: EvidenceTable): string[] {
  if (rows.length === 0) return [];
  const shown = columns
    .map((column, at) => ({ column, at }))
    .filter(({ at }) => rows.some(({ cells }) => cells[at] !== null && cells[at] !== ''));
  return [
    ...markdownTable(
      shown.map(({ column }) => cell(column.title)),
      shown.flatMap(({ column }, i) => (column.kind === 'number' ? [i] : [])),
      rows.map(({ tone, cells }) =>
        shown.map(({ column, at }) => {
          const text = cellText(column, cells[at] ?? null);
          return column.kind === 'status' && tone !== 'good' && tone !== 'none' && text !== ''
            ? `**${text}**`
            : text;
        }),
      ),
    ),
    '',
  ];
}

function cellText({ kind }: EvidenceColumn, value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return groupDigits(value);
  if (kind === 'time') return cell(readableTime(value));
  return kind === 'code' || kind === 'hash' ? code(value) : cell(value);
}
