import { HotfixkitError } from '../core/errors.js';
import { transformedColumns } from './apply-transform.js';
import { BinaryCell, type Value } from './binary-cell.js';
import type { Column } from './column.js';
import type { Database } from './database.js';
import { standardColumns } from './schema.js';
import type { Transform } from './transform.js';
import type { TransformRow } from './transform-rows.js';

/** What a transform does to one row. */
export interface TransformRowChange {
  change: TransformRow['change'];
  /** Values of the primary key. */
  key: Value[];
  /** By column: all that the record states but the key for an update, the key too for an insert; null for a delete. */
  after: Record<string, Value> | null;
  /** The same columns as the database has them, of a delete all; null without a database or without the row. */
  before: Record<string, Value> | null;
}

/** What a transform does to one table. */
export interface TransformTableChange {
  table: string;
  change: 'added' | 'dropped' | 'changed';
  /** Null if they are unknown; then the rows cannot be read. */
  columns: readonly Column[] | null;
  /** Who says so. */
  columnsFrom: 'transform' | 'database' | 'standard' | null;
  /** Columns that it adds to a table that is there. */
  addedColumns: readonly string[];
  /** In the order of the transform; null where they cannot be read. */
  rows: readonly TransformRowChange[] | null;
  /** Bytes of the changes to rows. */
  size: number;
}

/**
 * The changes of a transform by table name. The columns are those of `database`, the one that the transform is for;
 * without it those of the tables that it creates itself and of Windows Installer's own tables are known.
 *
 * Throws what {@link Transform.rows} throws.
 */
export function transformChanges(
  transform: Transform,
  database: Database | null = null,
): TransformTableChange[] {
  return transform.tableNames.map((table) => transformTableChange(transform, table, database));
}

/** {@link transformChanges} for one table, which the transform need not change. */
export function transformTableChange(
  transform: Transform,
  table: string,
  database: Database | null = null,
): TransformTableChange {
  const isAdded = transform.addedTables.has(table);
  const isDropped = transform.droppedTables.has(table) && !isAdded;
  const base = {
    table,
    change: isAdded ? ('added' as const) : isDropped ? ('dropped' as const) : ('changed' as const),
    addedColumns: isAdded ? [] : transform.addedColumns(table).map(({ name }) => name),
    size: transform.size(table),
  };
  if (isDropped) return { ...base, columns: null, columnsFrom: null, rows: [] };
  const known = transformedColumns(database, transform, table);
  if (known) {
    const rows = describeRows(transform, table, known, isAdded ? null : database);
    return { ...base, columns: known, columnsFrom: isAdded ? 'transform' : 'database', rows };
  }
  // The changes cannot be applied to a database without the table, but they can be shown.
  for (const standard of standardColumns(table, transform.strings.referenceSize)) {
    const columns = [...standard, ...transformedAdditions(transform, table, standard)];
    const rows = tryRows(transform, table, columns);
    if (rows) return { ...base, columns, columnsFrom: 'standard', rows };
  }
  return { ...base, columns: null, columnsFrom: null, rows: base.size === 0 ? [] : null };
}

function transformedAdditions(transform: Transform, table: string, columns: readonly Column[]): Column[] {
  const added = transform
    .addedColumns(table)
    .filter(({ name }) => !columns.some((column) => column.name === name));
  return added.map(({ name, type }, i) => transform.describe(name, columns.length + 1 + i, type));
}

/** Null where the records are not of these columns. */
function tryRows(
  transform: Transform,
  table: string,
  columns: readonly Column[],
): TransformRowChange[] | null {
  try {
    return describeRows(transform, table, columns, null);
  } catch (error) {
    if (error instanceof HotfixkitError && misread.includes(error.code)) return null;
    throw error;
  }
}

/** Errors of records that are read with columns of other widths. */
const misread: readonly string[] = ['MSI_BAD_TRANSFORM', 'MSI_TRANSFORM_NO_COLUMN', 'MSI_BAD_STRING_ID'];

function describeRows(
  transform: Transform,
  table: string,
  columns: readonly Column[],
  database: Database | null,
): TransformRowChange[] {
  const keys = columns.flatMap((column, c) => (column.key ? [c] : []));
  const rows = [...transform.rows(table, columns)];
  const old = rowsBefore(database, table, keys, rows.length);
  return rows.map(({ change, values }) => {
    const key = keys.map((c) => values.get(c) ?? null);
    const was = old.get(keyText(key)) ?? null;
    const shown = columns.flatMap((column, c) => {
      if (change === 'update' && column.key) return [];
      return change === 'delete' || values.has(c) ? [c] : [];
    });
    const record = (cell: (c: number) => Value): Record<string, Value> =>
      Object.fromEntries(shown.map((c) => [columns[c]!.name, cell(c)]));
    return {
      change,
      key,
      after: change === 'delete' ? null : record((c) => values.get(c) ?? null),
      before: was ? record((c) => was[c] ?? null) : null,
    };
  });
}

/** The rows of the database's table by their keys; none if no row is needed. */
function rowsBefore(
  database: Database | null,
  table: string,
  keys: readonly number[],
  wanted: number,
): Map<string, readonly Value[]> {
  if (!database?.hasTable(table) || wanted === 0) return new Map();
  return new Map([...database.table(table).rows()].map((row) => [keyText(keys.map((c) => row[c]!)), row]));
}

function keyText(key: readonly Value[]): string {
  return JSON.stringify(key.map((value) => (value instanceof BinaryCell ? value.streamName : value)));
}
