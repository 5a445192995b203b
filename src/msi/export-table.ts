import { encodeText, isKnownCodePage } from '../core/code-page.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { printable } from '../core/visible-text.js';
import { BinaryCell, type Value } from './binary-cell.js';
import type { Table } from './table.js';

/** The formats that tables are exported in. `idt` is the text archive format of Windows Installer. */
export const TableFormats = ['text', 'json', 'csv', 'idt'] as const;
/** A format that tables are exported in. */
export type TableFormat = (typeof TableFormats)[number];

/** The text of a cell: streams by their name, null as the empty text. */
export function cellText(value: Value): string {
  if (value === null) return '';
  return value instanceof BinaryCell ? value.streamName : String(value);
}

/** Characters that the names of the columns and the punctuation around them may take in JSON, which repeats them. */
const MOST_NAMES = 96 << 20;

/** An array of row objects; null stays null, streams by their name. Throws `MSI_BAD_TABLE` for more than JSON can hold. */
export function tableToJson(table: Table): Record<string, string | number | null>[] {
  const aRow = table.columns.reduce((sum, column) => sum + column.name.length + 12, 0);
  if (table.rowCount * aRow > MOST_NAMES) {
    throw new HotfixkitError('MSI_BAD_TABLE', `table ${table.name} is too large for JSON`, {
      stream: table.name,
      expected: `at most ${Math.floor(MOST_NAMES / aRow)} rows`,
      found: `${table.rowCount} rows`,
    });
  }
  return [...table.records()].map((record) =>
    Object.fromEntries(
      Object.entries(record).map(([name, value]) => [
        name,
        value instanceof BinaryCell ? value.streamName : value,
      ]),
    ),
  );
}

/**
 * Text that spreadsheets treat as a formula: an operator at the front, behind blanks too, or a blank that they drop.
 */
const blankFront = /^[\s\p{Cc}\p{Cf}]+/u;
const operator = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const dropped = /^[\t\r\n]/;
const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

function isFormula(text: string): boolean {
  return dropped.test(text) || operator.test(text.replace(blankFront, ''));
}

/**
 * RFC 4180: comma, CRLF, quotes doubled inside quotes; the first line names the columns. A text that a spreadsheet would
 * run as a formula gets an apostrophe in front (OWASP, CSV Injection); a number stays one.
 */
export function tableToCsv(table: Table): string {
  const harmless = (text: string): string => (isFormula(text) && !number.test(text) ? `'${text}` : text);
  const quote = (text: string): string =>
    /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const line = (texts: readonly string[]): string => texts.map((text) => quote(harmless(text))).join(',');
  const lines = [line(table.columns.map((column) => column.name))];
  for (const row of table.rows()) lines.push(line(row.map(cellText)));
  return `${lines.join('\r\n')}\r\n`;
}

/**
 * For people: tab-separated lines under the names of the columns; tabs and line ends in a cell as `\t`, `\n`, `\r`, other
 * characters that act where they are shown as `\x1b`.
 */
export function tableToText(table: Table): string {
  const escapes: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };
  const escapeCell = (text: string): string =>
    printable(text.replace(/[\t\n\r]/g, (character) => escapes[character]!));
  const lines = [table.columns.map((column) => escapeCell(column.name)).join('\t')];
  for (const row of table.rows()) lines.push(row.map((value) => escapeCell(cellText(value))).join('\t'));
  return `${lines.join('\n')}\n`;
}

/** The replacements of control characters in the text archive format (win32 docs, "Archive File Format"). */
const archived: Readonly<Record<string, string>> = {
  '\0': '\u0015',
  '\b': '\u001b',
  '\t': '\u0010',
  '\n': '\u0019',
  '\f': '\u0018',
  '\r': '\u0011',
};

/**
 * Windows Installer's text archive format (win32 docs, "Archive File Format"), as MsiDatabaseExport writes it: column
 * names, types, the table and its keys, then the rows, with tabs between the cells and CRLF. Where text is not ASCII, the
 * code page stands before the name of the table; for a neutral database (0) that is 1252, in which it was read. A stream
 * is named by the file beside the archive that holds it.
 *
 * @param binaryName file name for a stream; by default its key with `.ibd`
 */
export function tableToIdt(
  table: Table,
  codePage: number,
  binaryName: (cell: BinaryCell) => string = (cell) => binaryFileName(table, cell),
): Uint8Array {
  const page = codePage !== 0 && isKnownCodePage(codePage) ? codePage : 1252;
  const archive = (value: Value): string => {
    const text = value instanceof BinaryCell ? binaryName(value) : cellText(value);
    return text.replace(/[\0\b\t\n\f\r]/g, (character) => archived[character]!);
  };
  const rows: string[] = [];
  for (const row of table.rows()) rows.push(row.map(archive).join('\t'));
  const names = table.columns.map((column) => column.name);
  const heading = [table.name, ...table.keys.map((column) => column.name)];
  const ascii = [...rows, ...names, ...heading].every((text) => /^[\0-\x7f]*$/.test(text));
  const lines = [
    names.join('\t'),
    table.columns.map((column) => column.typeCode).join('\t'),
    [...(ascii ? [] : [String(page)]), ...heading].join('\t'),
    ...rows,
  ];
  return encodeText(`${lines.join('\r\n')}\r\n`, page);
}

/** `Key.ibd` for the stream `Table.Key`. */
export function binaryFileName(table: Table, cell: BinaryCell): string {
  return `${cell.streamName.slice(table.name.length + 1)}.ibd`;
}

/** Maximum of names in one warning. */
const NAMED = 10;

/** Warns of rows that refer to streams missing from the database. */
export function noStreams({ name: table }: Table, missing: readonly string[]): Warning {
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : '';
  return {
    code: 'MSI_NO_STREAM',
    message: `the table ${table} has rows whose streams are not in the database: ${missing.slice(0, NAMED).join(', ')}${more}`,
    stream: missing[0]!,
  };
}
