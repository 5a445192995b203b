import { type StorageContent, writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import { type Column, columnTypeFromCode, describeColumn } from '../../src/msi/column.js';
import { encodeTable, storeInteger } from '../../src/msi/encode-table.js';
import { PropertyType, type SummaryValue, writePropertySet } from '../../src/msi/property-set.js';
import { encodeStreamName } from '../../src/msi/stream-name.js';
import { StringPoolBuilder } from '../../src/msi/string-pool-builder.js';
import { SummaryProperty } from '../../src/msi/summary-information.js';

/*
 * Writes databases for tests, from tables as a person would note them down. msiinfo and Wine read them; equal plans give
 * equal bytes.
 */

export interface ColumnPlan {
  name: string;
  /** `s72`, `S255`, `l0`, `i2`, `I4`, `v0` … */
  type: string;
  key?: boolean;
}

/** A cell that is bytes becomes a stream `Table.Key1…`. */
export type CellPlan = string | number | null | Uint8Array;

export interface TablePlan {
  name: string;
  columns: readonly ColumnPlan[];
  rows: readonly (readonly CellPlan[])[];
}

export interface SummaryPlan {
  codePage?: number;
  title?: string;
  subject?: string;
  author?: string;
  keywords?: string;
  comments?: string;
  template?: string;
  lastAuthor?: string;
  revision?: string;
  lastPrinted?: Date;
  created?: Date;
  lastSaved?: Date;
  pageCount?: number;
  wordCount?: number;
  charCount?: number;
  appName?: string;
  security?: number;
}

export interface DatabasePlan {
  kind?: 'msi' | 'msp' | 'mst';
  /** Overrides what `kind` says. */
  clsid?: string;
  codePage?: number;
  longStringRefs?: boolean;
  tables: readonly TablePlan[];
  /** Decoded names. */
  streams?: readonly { name: string; bytes: Uint8Array }[];
  storages?: readonly { name: string; content: StorageContent }[];
  summary?: SummaryPlan;
}

const clsids = {
  msi: '{000C1084-0000-0000-C000-000000000046}',
  mst: '{000C1082-0000-0000-C000-000000000046}',
  msp: '{000C1086-0000-0000-C000-000000000046}',
};

export function buildDatabase(plan: DatabasePlan): Uint8Array {
  return writeCompoundFile(buildDatabaseStorage(plan));
}

/** The same as the content of a storage, for databases within a database. */
export function buildDatabaseStorage(plan: DatabasePlan): StorageContent {
  const pool = new StringPoolBuilder(plan.codePage ?? 0, plan.longStringRefs ?? false);
  const streams: { name: string; bytes: Uint8Array }[] = [];
  // Two passes: the width of references depends on how many strings there are in the end.
  const texts = plan.tables.flatMap((table) => table.rows.flat().filter((cell) => typeof cell === 'string'));
  const names = plan.tables.flatMap((table) => [table.name, ...table.columns.map((column) => column.name)]);
  const distinct = new Set([...texts, ...names]).size;
  const width = plan.longStringRefs || distinct > 0xffff ? 3 : 2;

  const store = (columns: readonly Column[], rows: readonly (readonly CellPlan[])[]): Uint8Array =>
    encodeTable(
      columns,
      rows.map((row) =>
        columns.map((column, c) => {
          const cell = row[c] ?? null;
          if (column.kind === 'binary') return cell === null ? 0 : 1;
          if (typeof cell === 'number') return storeInteger(cell, column.width);
          return cell instanceof Uint8Array ? 1 : pool.add(cell);
        }),
      ),
    );
  const described = plan.tables.map((table) => ({
    table,
    columns: table.columns.map((column, i) => {
      const type = columnTypeFromCode(column.type, column.key ?? false);
      if (type === null) throw new Error(`no column type ${column.type}`);
      return describeColumn(column.name, i + 1, type, width);
    }),
  }));
  for (const { table, columns } of described) {
    if (table.rows.length > 0) {
      streams.push({ name: encodeStreamName(table.name, true), bytes: store(columns, table.rows) });
    }
    for (const row of table.rows) {
      const keys = columns.flatMap((column, c) => (column.key ? [String(row[c])] : []));
      for (const cell of row) {
        if (!(cell instanceof Uint8Array)) continue;
        streams.push({ name: encodeStreamName([table.name, ...keys].join('.'), false), bytes: cell });
      }
    }
  }
  const system = (columns: [string, number][]): Column[] =>
    columns.map(([name, type], i) => describeColumn(name, i + 1, type, width));
  const tables = system([['Name', 0x2d40]]);
  streams.push({
    name: encodeStreamName('_Tables', true),
    bytes: store(
      tables,
      plan.tables.map(({ name }) => [name]),
    ),
  });
  const columnRows = described.flatMap(({ table, columns }) =>
    columns.map((column) => [table.name, column.number, column.name, column.type]),
  );
  const columns = system([
    ['Table', 0x2d40],
    ['Number', 0x2502],
    ['Name', 0x0d40],
    ['Type', 0x0502],
  ]);
  streams.push({ name: encodeStreamName('_Columns', true), bytes: store(columns, columnRows) });
  const { pool: poolBytes, data } = pool.encode();
  streams.push({ name: encodeStreamName('_StringPool', true), bytes: poolBytes });
  streams.push({ name: encodeStreamName('_StringData', true), bytes: data });
  if (plan.summary) streams.push({ name: '\u0005SummaryInformation', bytes: buildSummary(plan.summary) });
  for (const { name, bytes } of plan.streams ?? [])
    streams.push({ name: encodeStreamName(name, false), bytes });
  return {
    clsid: plan.clsid ?? clsids[plan.kind ?? 'msi'],
    streams,
    ...(plan.storages ? { storages: [...plan.storages] } : {}),
  };
}

export function buildSummary(plan: SummaryPlan): Uint8Array {
  const properties = new Map<number, SummaryValue>();
  for (const [name, value] of Object.entries(plan)) {
    const id = SummaryProperty[name as keyof typeof SummaryProperty];
    if (value instanceof Date) properties.set(id, { type: PropertyType.filetime, value });
    else if (typeof value === 'string') properties.set(id, { type: PropertyType.string, value });
    else properties.set(id, { type: name === 'codePage' ? PropertyType.i2 : PropertyType.i4, value });
  }
  return writePropertySet(properties);
}
