import { type ByteSource, readInto } from '../core/byte-source.js';
import { HotfixkitError, withFacts } from '../core/errors.js';
import { BinaryCell, type Row, type Value } from './binary-cell.js';
import type { Column } from './column.js';
import type { StringPool } from './string-pool.js';
import { Table } from './table.js';

/** What a table's stream refers to. */
export interface TableContext {
  strings: StringPool;
  openStream: (name: string) => ByteSource;
  /** Called with the number of rows before they are read; throws if that is too many. */
  countRows?: (rows: number) => void;
}

/** Rows that are decoded at a time, column by column, in the order of the stream. */
const CHUNK = 1024;

/** Longest table, in bytes: more than a million rows. A larger one is an attack on memory. */
const LARGEST_TABLE = 32 << 20;
/**
 * Characters in all cells of a table. Rows refer to strings, so that a small file may hold any amount of text: a thousand
 * rows with the same megabyte.
 */
const MOST_TEXT = 64 << 20;

/**
 * A table from its stream, which is column-major: all values of the first column, then all of the second. Integers are
 * biased (0x8000 or 0x80000000), 0 stands for null; strings are references to the pool; a binary cell that is not 0
 * stands for the stream `Table.Key1.Key2`.
 *
 * Throws `MSI_BAD_TABLE` where the stream does not hold whole rows, or too many; so do the rows, if they
 * have too much text. No stream (null) means no rows.
 */
export function tableFromStream(
  name: string,
  columns: readonly Column[],
  source: ByteSource | null,
  context: TableContext,
): Table {
  const rowWidth = columns.reduce((sum, column) => sum + column.width, 0);
  const size = source?.size ?? 0;
  if (size > 0 && (rowWidth === 0 || size % rowWidth !== 0)) {
    throw new HotfixkitError('MSI_BAD_TABLE', `the size of table ${name} is not a multiple of its row size`, {
      stream: name,
      offset: rowWidth === 0 ? 0 : size - (size % rowWidth),
      expected: `a multiple of ${rowWidth} bytes`,
      found: `${size} bytes`,
    });
  }
  if (size > LARGEST_TABLE) {
    throw new HotfixkitError('MSI_BAD_TABLE', `table ${name} is too large`, {
      stream: name,
      offset: LARGEST_TABLE,
      expected: `at most ${LARGEST_TABLE} bytes`,
      found: `${size} bytes`,
    });
  }
  const count = rowWidth === 0 ? 0 : size / rowWidth;
  return new Table(name, columns, count, () => readRows(name, columns, count, source, context));
}

function* readRows(
  name: string,
  columns: readonly Column[],
  count: number,
  source: ByteSource | null,
  { strings, openStream, countRows }: TableContext,
): IterableIterator<Row> {
  if (!source || count === 0) return;
  countRows?.(count);
  // A copy, because the caller may read other data between two rows.
  const bytes = new Uint8Array(source.size);
  readInto(source, 0, bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const binaries = columns.some((column) => column.kind === 'binary');
  let text = 0;
  for (let first = 0; first < count; first += CHUNK) {
    const rows = emptyRows(Math.min(CHUNK, count - first), columns.length);
    let start = 0;
    for (const [place, column] of columns.entries()) {
      text += readColumn(rows, place, view, start + first * column.width, column, name, strings);
      start += column.width * count;
    }
    if (binaries) for (const row of rows) text += nameStreams(row, name, columns, openStream);
    if (text > MOST_TEXT) {
      throw new HotfixkitError('MSI_BAD_TABLE', `table ${name} has too much text`, {
        stream: name,
        expected: `at most ${MOST_TEXT} characters`,
      });
    }
    for (const row of rows) yield row;
  }
}

function emptyRows(count: number, columns: number): Value[][] {
  const rows: Value[][] = [];
  for (let r = 0; r < count; r++) rows.push(new Array<Value>(columns));
  return rows;
}

/** How many characters the strings of the column have. */
function readColumn(
  rows: Value[][],
  place: number,
  view: DataView,
  start: number,
  column: Column,
  table: string,
  strings: StringPool,
): number {
  if (column.kind === 'string') return readStrings(rows, place, view, start, column, table, strings);
  if (column.width === 4) readLongIntegers(rows, place, view, start);
  else readIntegers(rows, place, view, start);
  return 0;
}

/** How many characters they have. */
function readStrings(
  rows: Value[][],
  place: number,
  view: DataView,
  start: number,
  column: Column,
  table: string,
  strings: StringPool,
): number {
  const { width } = column;
  let at = start;
  let characters = 0;
  for (const row of rows) {
    const id = view.getUint16(at, true) | (width === 3 ? view.getUint8(at + 2) << 16 : 0);
    if (id > strings.count) {
      withFacts({ stream: table, entry: column.name, offset: at }, () => strings.get(id));
    }
    const text = strings.get(id);
    if (text !== null) characters += text.length;
    row[place] = text;
    at += width;
  }
  return characters;
}

function readIntegers(rows: Value[][], place: number, view: DataView, start: number): void {
  let at = start;
  for (const row of rows) {
    const raw = view.getUint16(at, true);
    row[place] = raw === 0 ? null : raw - 0x8000;
    at += 2;
  }
}

function readLongIntegers(rows: Value[][], place: number, view: DataView, start: number): void {
  let at = start;
  for (const row of rows) {
    const raw = view.getUint32(at, true);
    row[place] = raw === 0 ? null : raw - 0x80000000;
    at += 4;
  }
}

/** Turns the flags of binary columns, so far read as integers, into what they stand for: so many characters of names. */
function nameStreams(
  row: Value[],
  table: string,
  columns: readonly Column[],
  openStream: (name: string) => ByteSource,
): number {
  let stream = table;
  let characters = 0;
  for (let c = 0; c < columns.length; c++) {
    if (columns[c]!.key) stream += `.${row[c] ?? ''}`;
  }
  for (let c = 0; c < columns.length; c++) {
    if (columns[c]!.kind !== 'binary' || row[c] === null) continue;
    row[c] = new BinaryCell(stream, openStream);
    characters += stream.length;
  }
  return characters;
}
