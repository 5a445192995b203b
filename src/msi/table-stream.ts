import type { ByteSource } from '../bytes/byte-source.js';
import { HotfixkitError, withFacts } from '../errors.js';
import { BinaryCell, type Row, type Value } from './binary-cell.js';
import type { Column } from './column.js';
import type { StringPool } from './string-pool.js';
import { Table } from './table.js';

/** What a table's stream refers to. */
export interface TableContext {
  strings: StringPool;
  openStream: (name: string) => ByteSource;
}

/**
 * A table from its stream, which is column-major: all values of the first column, then all of the second. Integers are
 * biased (0x8000 or 0x80000000), 0 stands for null; strings are references to the pool; a binary cell that is not 0
 * stands for the stream `Table.Key1.Key2`.
 *
 * Throws `MSI_BAD_TABLE` where the stream does not hold whole rows. No stream (null) means no rows.
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
    throw new HotfixkitError('MSI_BAD_TABLE', `table ${name} does not hold whole rows`, {
      stream: name,
      offset: rowWidth === 0 ? 0 : size - (size % rowWidth),
      expected: `a multiple of ${rowWidth} bytes`,
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
  { strings, openStream }: TableContext,
): IterableIterator<Row> {
  if (!source || count === 0) return;
  const bytes = source.read(0, source.size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts: number[] = [];
  let start = 0;
  for (const column of columns) {
    starts.push(start);
    start += column.width * count;
  }
  for (let r = 0; r < count; r++) {
    const row: Value[] = new Array<Value>(columns.length);
    let binaries = false;
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c]!;
      const at = starts[c]! + r * column.width;
      if (column.kind === 'string') row[c] = readString(view, at, column, name, strings);
      else if (column.kind === 'integer') row[c] = readInteger(view, at, column.width);
      else binaries = true;
    }
    if (binaries) {
      const keys = columns.flatMap((column, c) => (column.key ? [String(row[c] ?? '')] : []));
      const stream = [name, ...keys].join('.');
      for (let c = 0; c < columns.length; c++) {
        if (columns[c]!.kind !== 'binary') continue;
        row[c] = view.getUint16(starts[c]! + 2 * r, true) !== 0 ? new BinaryCell(stream, openStream) : null;
      }
    }
    yield row;
  }
}

function readString(
  view: DataView,
  at: number,
  column: Column,
  table: string,
  strings: StringPool,
): string | null {
  const id = view.getUint16(at, true) | (column.width === 3 ? view.getUint8(at + 2) << 16 : 0);
  if (id <= strings.count) return strings.get(id);
  return withFacts({ stream: table, entry: column.name, offset: at }, () => strings.get(id));
}

function readInteger(view: DataView, at: number, width: number): number | null {
  if (width === 4) {
    const raw = view.getUint32(at, true);
    return raw === 0 ? null : raw - 0x80000000;
  }
  const raw = view.getUint16(at, true);
  return raw === 0 ? null : raw - 0x8000;
}
