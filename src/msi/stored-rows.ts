import { type ByteSource, readInto } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import type { Column } from './column.js';
import type { StoredValue } from './encode-table.js';

/** Rows of a table that is changed: each becomes an array here. */
const MOST_ROWS = 500_000;

/**
 * Rows of a table's stream as stored: identifiers of strings, biased integers, flags of streams. The inverse of
 * {@link encodeTable}. Throws `MSI_BAD_TABLE` where the stream does not hold whole rows, or more than can be used.
 */
export function decodeStoredRows(
  name: string,
  columns: readonly Column[],
  source: ByteSource | null,
  maxRows = MOST_ROWS,
): StoredValue[][] {
  const size = source?.size ?? 0;
  if (!source || size === 0) return [];
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  if (width === 0 || size % width !== 0) {
    throw new HotfixkitError('MSI_BAD_TABLE', `the size of table ${name} is not a multiple of its row size`, {
      stream: name,
      expected: `a multiple of ${width} bytes`,
      found: `${size} bytes`,
    });
  }
  if (size / width > maxRows) {
    throw new HotfixkitError('MSI_BAD_TABLE', `table ${name} has too many rows`, {
      stream: name,
      expected: `${maxRows} at most`,
      found: size / width,
    });
  }
  const bytes = new Uint8Array(size);
  readInto(source, 0, bytes);
  const view = new DataView(bytes.buffer);
  const rows = Array.from({ length: size / width }, () => new Array<StoredValue>(columns.length));
  let at = 0;
  columns.forEach((column, c) => {
    for (const row of rows) {
      row[c] = readStoredValue(view, at, column.width);
      at += column.width;
    }
  });
  return rows;
}

/** A value of two, three or four bytes. */
export function readStoredValue(view: DataView, at: number, width: number): StoredValue {
  if (width === 4) return view.getUint32(at, true);
  return view.getUint16(at, true) | (width === 3 ? view.getUint8(at + 2) << 16 : 0);
}

/** The integer that a stored value stands for; 0 is null. */
export function loadInteger(stored: StoredValue, width: number): number | null {
  if (stored === 0) return null;
  return width === 4 ? stored - 0x80000000 : stored - 0x8000;
}
