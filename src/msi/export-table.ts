import { encodeText, isKnownCodePage } from '../bytes/code-page.js';
import { BinaryCell, type Value } from './binary-cell.js';
import type { Table } from './table.js';

export const TableFormats = ['text', 'json', 'csv', 'idt'] as const;
export type TableFormat = (typeof TableFormats)[number];

/** What a cell looks like in text: streams by their name, null as nothing. */
export function cellText(value: Value): string {
  if (value === null) return '';
  return value instanceof BinaryCell ? value.streamName : String(value);
}

/** An array of row objects; null stays null, streams by their name. */
export function tableToJson(table: Table): Record<string, string | number | null>[] {
  return [...table.records()].map((record) =>
    Object.fromEntries(
      Object.entries(record).map(([name, value]) => [
        name,
        value instanceof BinaryCell ? value.streamName : value,
      ]),
    ),
  );
}

/** RFC 4180: comma, CRLF, quotes doubled inside quotes; the first line names the columns. */
export function tableToCsv(table: Table): string {
  const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [table.columns.map((column) => quote(column.name)).join(',')];
  for (const row of table.rows()) lines.push(row.map((value) => quote(cellText(value))).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/**
 * Windows Installer's text archive format (win32 docs, "Text Archive Files"): column names, types, then the code page
 * if any text needs one, the table and its keys; rows with tabs between the cells and CRLF. Tab, LF, CR and NUL inside a
 * cell become 0x10, 0x19, 0x11 and 0x15. A stream is named by the file beside the archive that holds it.
 *
 * @param binaryName file name for a stream; by default its key with `.ibd`, as MsiDatabaseExport has it
 */
export function tableToIdt(
  table: Table,
  codePage: number,
  binaryName: (cell: BinaryCell) => string = (cell) => binaryFileName(table, cell),
): Uint8Array {
  const escapeCell = (text: string): string =>
    text
      .replaceAll('\t', '\u0010')
      .replaceAll('\r', '\u0011')
      .replaceAll('\n', '\u0019')
      .replaceAll('\u0000', '\u0015');
  const rows: string[] = [];
  let ascii = true;
  for (const row of table.rows()) {
    const line = row
      .map((value) => escapeCell(value instanceof BinaryCell ? binaryName(value) : cellText(value)))
      .join('\t');
    if (!/^[\u0000-\u007f]*$/.test(line)) ascii = false;
    rows.push(line);
  }
  const keys = table.keys.map((column) => column.name);
  const lines = [
    table.columns.map((column) => column.name).join('\t'),
    table.columns.map((column) => column.typeCode).join('\t'),
    [...(ascii ? [] : [String(codePage)]), table.name, ...keys].join('\t'),
    ...rows,
  ];
  return encodeText(`${lines.join('\r\n')}\r\n`, isKnownCodePage(codePage) ? codePage : 0);
}

/** `Key.ibd` for the stream `Table.Key`. */
export function binaryFileName(table: Table, cell: BinaryCell): string {
  return `${cell.streamName.slice(table.name.length + 1)}.ibd`;
}
