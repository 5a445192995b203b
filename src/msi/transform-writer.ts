import { type ByteSource, readAll } from '../core/byte-source.js';
import { decodeText, encodeText } from '../core/code-page.js';
import { HotfixkitError } from '../core/errors.js';
import type { StorageContent } from '../formats/cfb/compound-file-writer.js';
import { BinaryCell, type Row, type Value } from './binary-cell.js';
import { type Column, describeColumn } from './column.js';
import { systemTables } from './database.js';
import { storeInteger } from './encode-table.js';
import { encodeStreamName } from './stream-name.js';
import { StringPoolBuilder } from './string-pool-builder.js';

const CLASS = '{000C1082-0000-0000-C000-000000000046}';
/** Low bit of a mask: a whole row, with its number of columns in the high byte. */
const WHOLE = 1;
/** Columns that an update can reach. */
const MASK_BITS = 16;

/** A cell of a record: a number of a given width, or a reference to a string, which is as wide as the pool makes it. */
type StoredCell = { value: number; width: 2 | 4 } | { string: number };

interface WrittenRecord {
  mask: number;
  cells: StoredCell[];
}

/** Writes the streams of a transform: records of changes to rows, a string pool of their own, and binary values. */
export class TransformWriter {
  readonly #codePage: number;
  readonly #strings: StringPoolBuilder;
  readonly #records = new Map<string, WrittenRecord[]>();
  readonly #streams = new Map<string, ByteSource>();

  constructor(codePage: number) {
    this.#codePage = codePage;
    this.#strings = new StringPoolBuilder(codePage);
  }

  /** How many rows of how many tables change; tables and columns that are added or dropped are rows of system tables. */
  get rowCount(): number {
    return [...this.#records.values()].reduce((sum, records) => sum + records.length, 0);
  }

  dropTable(name: string): void {
    this.delete('_Tables', systemColumns('_Tables'), [name]);
  }

  /** The columns of a new table have no numbers, as Windows Installer leaves them out. */
  addTable(name: string, columns: readonly Column[]): void {
    this.insert('_Tables', systemColumns('_Tables'), [name]);
    for (const column of columns) this.#addColumn(name, null, column);
  }

  addColumn(table: string, column: Column): void {
    this.#addColumn(table, column.number, column);
  }

  insert(table: string, columns: readonly Column[], row: Row): void {
    this.#write(table, columns, row, (columns.length << 8) | WHOLE, () => true);
  }

  delete(table: string, columns: readonly Column[], row: Row): void {
    this.#write(table, columns, row, 0, (column) => column.key);
  }

  /** @param changed whether each column differs; at least one does */
  update(table: string, columns: readonly Column[], row: Row, changed: readonly boolean[]): void {
    if (changed.lastIndexOf(true) >= MASK_BITS) {
      this.delete(table, columns, row);
      this.insert(table, columns, row);
      return;
    }
    const mask = changed.reduce((bits, is, c) => bits | (is ? 1 << c : 0), 0);
    this.#write(table, columns, row, mask, (column, c) => column.key || changed[c]!);
  }

  /** @param summary bytes of the summary information */
  content(summary: Uint8Array): StorageContent {
    const { referenceSize } = this.#strings;
    const { pool, data } = this.#strings.encode();
    const tables: [string, Uint8Array][] = [
      ...[...this.#records].map(([name, records]): [string, Uint8Array] => [
        name,
        encodeRecords(records, referenceSize),
      ]),
      ['_StringPool', pool],
      ['_StringData', data],
    ];
    return {
      clsid: CLASS,
      streams: [
        ...tables.map(([name, bytes]) => ({ name: encodeStreamName(name, true), bytes })),
        ...[...this.#streams].map(([name, source]) => ({
          name: encodeStreamName(name, false),
          bytes: readAll(source),
        })),
        { name: '\u0005SummaryInformation', bytes: summary },
      ],
    };
  }

  #addColumn(table: string, number: number | null, { name, type }: Column): void {
    const stored = (type << 16) >> 16;
    this.insert('_Columns', systemColumns('_Columns'), [table, number, name, stored]);
  }

  #write(
    table: string,
    columns: readonly Column[],
    row: Row,
    mask: number,
    has: (column: Column, c: number) => boolean,
  ): void {
    const cells = columns.flatMap((column, c) =>
      has(column, c) ? [this.#store(table, column, row[c] ?? null)] : [],
    );
    const records = this.#records.get(table);
    if (records) records.push({ mask, cells });
    else this.#records.set(table, [{ mask, cells }]);
  }

  #store(table: string, column: Column, value: Value): StoredCell {
    if (column.kind === 'binary') {
      if (value instanceof BinaryCell) this.#streams.set(value.streamName, value.open());
      return { value: value === null ? 0 : 1, width: 2 };
    }
    if (column.kind === 'integer') {
      const width = column.width === 4 ? 4 : 2;
      return { value: storeInteger(value as number | null, width), width };
    }
    const text = value as string | null;
    if (text !== null && decodeText(encodeText(text, this.#codePage), this.#codePage) !== text) {
      throw new HotfixkitError(
        'MSI_TRANSFORM_CODE_PAGE',
        `a text has characters that the code page of the old database does not have, and a transform does not change the code page`,
        { stream: table, entry: column.name, expected: this.#codePage },
      );
    }
    return { string: this.#strings.add(text) };
  }
}

function systemColumns(name: '_Tables' | '_Columns'): Column[] {
  return systemTables[name]!.map(([column, type], i) => describeColumn(column, i + 1, type, 2));
}

/** Row after row: a mask of two bytes, then the cells. */
function encodeRecords(records: readonly WrittenRecord[], referenceSize: 2 | 3): Uint8Array {
  const widthOf = (cell: StoredCell): number => ('string' in cell ? referenceSize : cell.width);
  const size = records.reduce(
    (sum, { cells }) => cells.reduce((bytes, cell) => bytes + widthOf(cell), sum + 2),
    0,
  );
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { mask, cells } of records) {
    view.setUint16(at, mask, true);
    at += 2;
    for (const cell of cells) {
      const value = 'string' in cell ? cell.string : cell.value;
      const width = widthOf(cell);
      view.setUint16(at, value & 0xffff, true);
      if (width === 3) view.setUint8(at + 2, value >>> 16);
      else if (width === 4) view.setUint16(at + 2, value >>> 16, true);
      at += width;
    }
  }
  return bytes;
}
