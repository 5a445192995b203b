import type { Block } from './article-blocks.js';
import { columnsOfCells, readCells } from './read-cells.js';
import { headerOfCells, shortHeaderOfCells } from './read-header.js';

/** Lines that are looked at to tell a list of comma-separated values from other text. */
const sample = 50;
/** Dates of a list without a heading have no month names but these. */
const english: ReadonlySet<string> = new Set(['en']);
/** Cells of a row; more are left out. */
const widest = 50;

/**
 * The rows of a file list of comma-separated values (RFC 4180; also with semicolons, as spreadsheets of countries with
 * decimal commas write it, with carets, tabs or vertical bars, or with what a first line `sep=` names), or null where the
 * text is none. Newer articles link such lists.
 *
 * A row of one cell is a heading within the table, as in other tables.
 */
export function csvBlocks(text: string): Block[] | null {
  const declared = /^\ufeff?sep=(.)\r?\n/.exec(text)?.[1];
  const body = declared === undefined ? text : text.slice(text.indexOf('\n') + 1);
  const separator = separatorOf(body.slice(0, 100_000), declared);
  if (separator === null) return null;
  const rows = parseCsv(body, separator).filter((row) => row.some((cell) => cell !== ''));
  const width = Math.min(widest, Math.max(...rows.slice(0, 1000).map((row) => row.length)));
  // Readers tell headings within a table from rows by the width of the table.
  const wide = rows.map((row) => [...row, ...Array<string>(Math.max(0, width - row.length)).fill('')]);
  return [{ kind: 'cells', rows: wide }];
}

/** The separator with which the first lines are a heading of a file table, or rows of one. */
function separatorOf(text: string, declared?: string): string | null {
  for (const separator of declared === undefined ? [',', ';'] : [declared]) {
    const rows = text.includes(separator) ? firstRows(text, separator, hasSeveralCells) : [];
    if (rows.length === 0) continue;
    if (rows.slice(0, 5).some((row) => headerOfCells(row) !== null)) return separator;
    const isTable = rows.every((row) => row.length >= 4) && columnsOfCells(rows, english) !== null;
    if (isTable) return separator;
  }
  // Tabs and vertical bars are read with the lines around them, except where cells are in quotes.
  const quoted = ['\t', '|'].filter((mark) => text.includes(`${mark}"`) && !text.startsWith(mark));
  for (const separator of declared === undefined ? [',', ';', '^', ...quoted] : [declared]) {
    const [first = [], second = [], ...more] = firstRows(text, separator, () => true);
    const hasOneWidth = [second, ...more].every((row) => row.length === first.length || row.join('') === '');
    if (!hasOneWidth || second.every((cell) => /^:?-*:?$/.test(cell))) continue;
    if (headerOfCells(first) !== null) return separator;
    if (shortHeaderOfCells(first) !== null && readCells([first, second, ...more], english)) return separator;
  }
  return null;
}

/** Rows from the start that tell whether a text is a list. */
function firstRows(text: string, separator: string, takes: (row: string[]) => boolean): string[][] {
  const rows: string[][] = [];
  for (const row of csvRows(text, separator)) {
    if (takes(row)) rows.push(row);
    if (rows.length === sample) break;
  }
  return rows;
}

const hasSeveralCells = (row: readonly string[]): boolean => row.filter((cell) => cell !== '').length > 1;

/** The cells of each line, trimmed. A cell in quotes may hold separators, line ends and doubled quotes (RFC 4180 section 2). */
export const parseCsv = (text: string, separator: string): string[][] => [...csvRows(text, separator)];

function* csvRows(text: string, separator: string): Generator<string[], void, void> {
  let row: string[] = [];
  const end = (cell: string): void => {
    if (row.length < widest) row.push(cell.trim());
  };
  let place = text.startsWith('\ufeff') ? 1 : 0;
  while (place < text.length) {
    const quoted = text[place] === '"' ? quotedCell(text, place) : null;
    let stop = quoted?.end ?? place;
    while (stop < text.length && text[stop] !== separator && text[stop] !== '\n' && text[stop] !== '\r')
      stop++;
    end(quoted === null ? text.slice(place, stop) : quoted.value + text.slice(quoted.end, stop));
    if (text[stop] === separator) {
      place = stop + 1;
      if (place === text.length) end('');
      continue;
    }
    yield row;
    row = [];
    place = stop + (text[stop] === '\r' && text[stop + 1] === '\n' ? 2 : 1);
  }
  if (row.length > 0) yield row;
}

/** A cell in quotes from `start` on; null where the closing quote is missing: the quote is then part of the text. */
function quotedCell(text: string, start: number): { value: string; end: number } | null {
  let value = '';
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0 || quote - start > 10_000) return null;
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}
