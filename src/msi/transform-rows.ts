import type { ByteSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { BinaryCell, type Value } from './binary-cell.js';
import type { Column } from './column.js';
import { loadInteger, readStoredValue } from './stored-rows.js';
import type { StringPool } from './string-pool.js';

/** One record of a transform. */
export interface TransformRow {
  change: 'insert' | 'update' | 'delete';
  /** Where it begins in the stream, in bytes. */
  offset: number;
  /** By index of the column: always the keys; for an update also the changed values, for an insert all values. */
  values: ReadonlyMap<number, Value>;
}

export interface TransformRowContext {
  /** Of the transform, which have references of their own width. */
  strings: StringPool;
  openStream: (name: string) => ByteSource;
}

/** Low bit of a mask: a whole row, whose number of columns stands in the high byte. */
const WHOLE = 1;
const MASK_BITS = 16;
/** Records of one table; real ones have some ten thousand. */
const MOST_ROWS = 500_000;
/** Most characters in the records of one table: a small file may refer to the same megabyte many times. */
const MOST_TEXT = 64 << 20;

/**
 * The changes to one table, a stream of a transform. Unlike a table it is row after row: a u2 mask, then values. Mask 0:
 * the key of a row to delete. Bit 0 set: a whole row of (mask >> 8) columns. Otherwise the key and each column i, counted
 * from 0, whose bit (1 << i) is set. Values look as they do in tables, a string is a reference to the transform's pool, a
 * binary one stands for the stream `Table.Key` of the transform.
 *
 * Throws `MSI_BAD_TRANSFORM` for a record that is cut short or makes no sense, `MSI_TRANSFORM_NO_COLUMN` for one that
 * names a column which the table does not have, `MSI_BAD_STRING_ID`.
 */
export function* parseTransformRows(
  table: string,
  columns: readonly Column[],
  bytes: Uint8Array,
  context: TransformRowContext,
): IterableIterator<TransformRow> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const keys = columns.flatMap((column, c) => (column.key ? [c] : []));
  let at = 0;
  let rows = 0;
  let text = 0;
  const need = (length: number, offset: number): void => {
    if (at + length <= bytes.length) return;
    throw new HotfixkitError('MSI_BAD_TRANSFORM', `a change to table ${table} is cut short`, {
      stream: table,
      offset,
      structure: 'transform record',
      expected: `${length} more bytes`,
      found: bytes.length - at,
    });
  };
  while (at < bytes.length) {
    const offset = at;
    need(2, offset);
    const mask = view.getUint16(at, true);
    at += 2;
    const values = new Map<number, Value>();
    for (const c of columnsOf(table, columns, keys, mask, offset)) {
      const column = columns[c]!;
      const width = column.kind === 'string' ? context.strings.referenceSize : column.width;
      need(width, offset);
      const value = cellOf(readStoredValue(view, at, width), column, table, at, context.strings);
      values.set(c, value);
      if (typeof value === 'string') text += value.length;
      at += width;
    }
    if (++rows > MOST_ROWS || text > MOST_TEXT) {
      throw new HotfixkitError('MSI_BAD_TRANSFORM', `there are too many changes to table ${table}`, {
        stream: table,
        offset,
        expected: `at most ${MOST_ROWS} rows and ${MOST_TEXT} characters`,
      });
    }
    nameStreams(table, columns, keys, values, context.openStream);
    yield { change: changeOf(mask), offset, values };
  }
}

function changeOf(mask: number): TransformRow['change'] {
  if (mask === 0) return 'delete';
  return (mask & WHOLE) !== 0 ? 'insert' : 'update';
}

/** The columns that a record holds, by index, in the order of the table. */
function columnsOf(
  table: string,
  columns: readonly Column[],
  keys: readonly number[],
  mask: number,
  offset: number,
): number[] {
  const facts = { stream: table, offset, structure: 'transform record' };
  const isWhole = (mask & WHOLE) !== 0;
  const highest = isWhole ? (mask >>> 8) - 1 : 31 - Math.clz32(mask);
  if (highest >= columns.length) {
    throw new HotfixkitError(
      'MSI_TRANSFORM_NO_COLUMN',
      `the transform changes a column that table ${table} does not have`,
      { ...facts, expected: `at most ${columns.length} columns`, found: `column ${highest + 1}` },
    );
  }
  if (!isWhole) {
    // Columns beyond the sixteenth have no bit: an update cannot reach them.
    return columns.flatMap((column, c) =>
      column.key || (c < MASK_BITS && (mask & (1 << c)) !== 0) ? [c] : [],
    );
  }
  if ((keys.at(-1) ?? 0) > highest) {
    throw new HotfixkitError('MSI_BAD_TRANSFORM', `a row of table ${table} lacks a part of its key`, {
      ...facts,
      expected: `at least ${keys.at(-1)! + 1} columns`,
      found: highest + 1,
    });
  }
  return Array.from({ length: highest + 1 }, (_, c) => c);
}

function cellOf(
  stored: number,
  column: Column,
  table: string,
  offset: number,
  strings: StringPool,
): string | number | null {
  if (column.kind === 'binary') return stored === 0 ? null : 1;
  if (column.kind === 'integer') return loadInteger(stored, column.width);
  if (stored <= strings.count) return strings.get(stored);
  throw new HotfixkitError('MSI_BAD_STRING_ID', 'a string is not in the pool of the transform', {
    stream: table,
    entry: column.name,
    offset,
    structure: 'string reference',
    expected: `an identifier up to ${strings.count}`,
    found: stored,
  });
}

function nameStreams(
  table: string,
  columns: readonly Column[],
  keys: readonly number[],
  values: Map<number, Value>,
  openStream: (name: string) => ByteSource,
): void {
  for (const [c, value] of values) {
    if (columns[c]!.kind !== 'binary' || value === null) continue;
    const name = [table, ...keys.map((key) => values.get(key) ?? '')].join('.');
    values.set(c, new BinaryCell(name, openStream));
  }
}
