import { BufferSource, readAll } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import type { StorageContent } from '../../src/formats/cfb/compound-file-writer.js';
import { BinaryCell } from '../../src/msi/binary-cell.js';
import { columnTypeFromCode } from '../../src/msi/column.js';
import { Database } from '../../src/msi/database.js';
import { encodeStreamName } from '../../src/msi/stream-name.js';
import { StringPoolBuilder } from '../../src/msi/string-pool-builder.js';
import {
  buildSummary,
  type CellPlan,
  type ColumnPlan,
  type SummaryPlan,
  type TablePlan,
} from './database-builder.js';

/*
 * Writes transforms for tests: what has to be done to some tables to make them others. The records are written from their
 * description alone (mask, then values); nothing here is shared with the reader but the string pool. Wine and msitools take
 * what comes out; equal plans give equal bytes.
 */

export interface TransformPlan {
  before: readonly TablePlan[];
  after: readonly TablePlan[];
  /** Of strings; neutral where absent. */
  codePage?: number;
  /** References of three bytes. */
  longStringRefs?: boolean;
  /** Column numbers as Windows leaves them out (null) or as they are. */
  numberColumns?: boolean;
  summary?: SummaryPlan;
}

/** Tables of a database with all of their rows. */
export function tablesOf(msi: Uint8Array): TablePlan[] {
  const database = Database.open(CompoundFile.open(new BufferSource(msi)).root);
  return database.tableNames.map((name) => {
    const table = database.table(name);
    return {
      name,
      columns: table.columns.map(({ name, typeCode, key }) => ({ name, type: typeCode, key })),
      rows: [...table.rows()].map((row) =>
        row.map((cell): CellPlan => (cell instanceof BinaryCell ? readAll(cell.open()) : cell)),
      ),
    };
  });
}

/** The storage of a transform; a file of it with `writeCompoundFile`. */
export function buildTransform(plan: TransformPlan): StorageContent {
  const writer = new TransformWriter(plan);
  const before = new Map(plan.before.map((table) => [table.name, table]));
  const after = new Map(plan.after.map((table) => [table.name, table]));
  for (const [name, table] of before) if (!after.has(name)) writer.dropTable(table);
  for (const [name, table] of after) {
    const old = before.get(name);
    if (old) writer.changeTable(old, table);
    else writer.addTable(table);
  }
  return writer.content();
}

class TransformWriter {
  readonly #plan: TransformPlan;
  readonly #pool: StringPoolBuilder;
  readonly #records = new Map<string, number[]>();
  readonly #streams: { name: string; bytes: Uint8Array }[] = [];

  constructor(plan: TransformPlan) {
    this.#plan = plan;
    this.#pool = new StringPoolBuilder(plan.codePage ?? 0, plan.longStringRefs ?? false);
  }

  dropTable(table: TablePlan): void {
    this.#delete({ name: '_Tables', columns: tablesColumns, rows: [] }, [table.name]);
  }

  addTable(table: TablePlan): void {
    this.#insert({ name: '_Tables', columns: tablesColumns, rows: [] }, [table.name]);
    this.#addColumns(table, 0);
    for (const row of table.rows) this.#insert(table, row);
  }

  changeTable(old: TablePlan, table: TablePlan): void {
    this.#addColumns(table, old.columns.length);
    const keyOf = (row: readonly CellPlan[]): string =>
      JSON.stringify(table.columns.flatMap((column, c) => (column.key ? [row[c] ?? null] : [])));
    const was = new Map(old.rows.map((row) => [keyOf(row), row]));
    const is = new Map(table.rows.map((row) => [keyOf(row), row]));
    for (const [key, row] of was) if (!is.has(key)) this.#delete(table, row);
    for (const [key, row] of is) {
      const before = was.get(key);
      if (!before) this.#insert(table, row);
      else this.#update(table, before, row);
    }
  }

  content(): StorageContent {
    const { pool, data } = this.#pool.encode();
    const tables: [string, Uint8Array][] = [
      ...[...this.#records].map(([name, bytes]): [string, Uint8Array] => [name, Uint8Array.from(bytes)]),
      ['_StringPool', pool],
      ['_StringData', data],
    ];
    return {
      clsid: '{000C1082-0000-0000-C000-000000000046}',
      streams: [
        ...tables.map(([name, bytes]) => ({ name: encodeStreamName(name, true), bytes })),
        ...this.#streams,
        { name: '\u0005SummaryInformation', bytes: buildSummary(this.#plan.summary ?? {}) },
      ],
    };
  }

  #addColumns(table: TablePlan, from: number): void {
    const columns = { name: '_Columns', columns: columnsColumns, rows: [] };
    table.columns.forEach((column, c) => {
      if (c < from) return;
      const type = columnTypeFromCode(column.type, column.key ?? false)!;
      const number = this.#plan.numberColumns ? c + 1 : null;
      this.#insert(columns, [table.name, number, column.name, (type << 16) >> 16]);
    });
  }

  /** A whole row: bit 0, and how many columns in the high byte. */
  #insert(table: TablePlan, row: readonly CellPlan[]): void {
    this.#record(table, row, (table.columns.length << 8) | 1, () => true);
  }

  #delete(table: TablePlan, row: readonly CellPlan[]): void {
    this.#record(table, row, 0, (column) => column.key ?? false);
  }

  /** The key, and every column whose bit is set. */
  #update(table: TablePlan, before: readonly CellPlan[], row: readonly CellPlan[]): void {
    const changed = table.columns.map(
      (column, c) => !column.key && !sameCell(before[c] ?? null, row[c] ?? null),
    );
    if (!changed.includes(true)) return;
    if (changed.lastIndexOf(true) > 15) {
      // No bit for it.
      this.#delete(table, row);
      this.#insert(table, row);
      return;
    }
    const mask = changed.reduce((bits, is, c) => bits | (is ? 1 << c : 0), 0);
    this.#record(table, row, mask, (column, c) => (column.key ?? false) || changed[c]!);
  }

  #record(
    table: TablePlan,
    row: readonly CellPlan[],
    mask: number,
    has: (column: ColumnPlan, c: number) => boolean,
  ): void {
    const out = this.#records.get(table.name) ?? [];
    this.#records.set(table.name, out);
    const put = (value: number, width: number): void => {
      for (let i = 0; i < width; i++) out.push(Math.floor(value / 256 ** i) % 256);
    };
    put(mask, 2);
    table.columns.forEach((column, c) => {
      if (!has(column, c)) return;
      const cell = row[c] ?? null;
      const letter = column.type[0]!.toLowerCase();
      if (letter === 'i') {
        const width = column.type.slice(1) === '4' ? 4 : 2;
        put(cell === null ? 0 : Number(cell) + (width === 4 ? 0x80000000 : 0x8000), width);
      } else if (letter === 'v') {
        put(cell === null ? 0 : 1, 2);
        if (cell instanceof Uint8Array)
          this.#streams.push({ name: this.#streamName(table, row), bytes: cell });
      } else put(this.#pool.add(cell === null ? null : String(cell)), this.#plan.longStringRefs ? 3 : 2);
    });
  }

  #streamName(table: TablePlan, row: readonly CellPlan[]): string {
    const keys = table.columns.flatMap((column, c) => (column.key ? [String(row[c] ?? '')] : []));
    return encodeStreamName([table.name, ...keys].join('.'), false);
  }
}

const tablesColumns: ColumnPlan[] = [{ name: 'Name', type: 's64', key: true }];
const columnsColumns: ColumnPlan[] = [
  { name: 'Table', type: 's64', key: true },
  { name: 'Number', type: 'i2', key: true },
  { name: 'Name', type: 's64' },
  { name: 'Type', type: 'i2' },
];

function sameCell(a: CellPlan, b: CellPlan): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return a === b;
}
