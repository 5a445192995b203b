import { HotfixkitError } from '../core/errors.js';
import type { Column } from './column.js';

/** A stored value: null is 0, a string its identifier, an integer with its bias, a binary cell 1. */
export type StoredValue = number;

/** An integer as stored: biased, null as 0, for which the lowest number has no room. Throws `MSI_BAD_VALUE`. */
export function storeInteger(value: number | null, width: number): StoredValue {
  if (value === null) return 0;
  const most = width === 4 ? 0x7fffffff : 0x7fff;
  if (!Number.isInteger(value) || Math.abs(value) > most) {
    throw new HotfixkitError('MSI_BAD_VALUE', 'an integer does not fit its column', {
      expected: `-${most} to ${most}`,
      found: value,
    });
  }
  return width === 4 ? (value + 0x80000000) >>> 0 : (value + 0x8000) & 0xffff;
}

/**
 * The stream of a table from stored values: sorted by the primary key as Windows demands (string keys by identifier,
 * integers by their stored value; it refuses a database whose rows are in another order), then column after column.
 */
export function encodeTable(
  columns: readonly Column[],
  rows: readonly (readonly StoredValue[])[],
): Uint8Array {
  const keys = columns.flatMap((column, i) => (column.key ? [i] : []));
  const sorted = [...rows].sort((a, b) => {
    for (const key of keys) {
      if (a[key] !== b[key]) return a[key]! - b[key]!;
    }
    return 0;
  });
  const bytes = new Uint8Array(columns.reduce((sum, column) => sum + column.width, 0) * rows.length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  columns.forEach((column, c) => {
    for (const row of sorted) {
      const value = row[c]!;
      view.setUint16(at, value & 0xffff, true);
      if (column.width === 3) view.setUint8(at + 2, value >>> 16);
      else if (column.width === 4) view.setUint16(at + 2, value >>> 16, true);
      at += column.width;
    }
  });
  return bytes;
}
