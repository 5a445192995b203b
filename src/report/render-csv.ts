import { describeError } from '../core/errors.js';
import { printableLines } from '../core/visible-text.js';
import type { Evidence, EvidenceTable } from './evidence.js';

/**
 * The tables as one CSV document (RFC 4180: commas, CRLF, quotation marks doubled), with a line of names first. Of several
 * tables the first column names the table. Where something was judged, two last columns have the verdict of all in each row, and
 * the warnings in the first one.
 *
 * Text that a spreadsheet would take for a formula (`=1+1`, `@SUM(1)`) gets an apostrophe before it: names come from
 * packages. Control characters are written as in other answers (`\x1b`): a CSV is looked at on terminals too.
 */
export function renderCsv(
  evidence: Pick<Evidence, 'tables'> & Partial<Pick<Evidence, 'verdict' | 'warnings'>>,
): string {
  const tables = evidence.tables.filter(({ isFurther }) => !isFurther);
  const [first] = tables;
  if (!first) return '';
  const areSeveral = tables.length > 1;
  const names = columnNames(tables);
  const { verdict = null, warnings = [] } = evidence;
  const rows = tables.flatMap((table) =>
    inColumns(table, names).map((cells) => [...(areSeveral ? [table.title] : []), ...cells]),
  );
  const said = warnings.map(describeError).join('; ');
  const judged = (i: number) => (verdict === null ? [] : [verdict.headline, i === 0 ? said : '']);
  const lines = [
    [
      ...(areSeveral ? ['table'] : []),
      ...names,
      ...(verdict === null ? [] : [lastNameOf(names), 'warnings']),
    ],
    ...rows.map((cells, i) => [...cells, ...judged(i)]),
  ];
  const cellOf = (value: string | number | null): string =>
    csvCell(typeof value === 'string' ? printableLines(value) : value);
  return lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

/** The name of the column with the verdict of all, which is the only one of its name. */
const lastNameOf = (names: readonly string[]): string =>
  names.includes('verdict') ? 'verdict_of_all' : 'verdict';

/** The names of all tables, each once, in their order. */
function columnNames(tables: readonly EvidenceTable[]): string[] {
  return [...new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)))];
}

function inColumns({ columns, rows }: EvidenceTable, names: readonly string[]): (string | number | null)[][] {
  const places = names.map((name) => columns.findIndex((column) => column.name === name));
  return rows.map(({ cells }) => places.map((at) => cells[at] ?? null));
}

/** Characters at the start of a cell by which a spreadsheet knows a formula. */
const formula = /^[=+\-@\t\r\n]/;

/** One cell: quoted where it has to be, and never a formula. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
