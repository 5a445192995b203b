import { HotfixkitError } from '../core/errors.js';
import type { Value } from './binary-cell.js';
import type { Column } from './column.js';
import { Table } from './table.js';
import { parseWhere } from './where.js';

/** Options of {@link view}. */
export interface ViewOptions {
  /** Names, in the order wanted; absent = all. */
  columns?: readonly string[];
  /** See {@link parseWhere}. */
  where?: string;
}

/**
 * The part of a table that fits a condition, itself a table. Throws `MSI_BAD_WHERE`, also for columns that are not there.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 * import { BufferSource, CompoundFile, Database, tableToCsv, view } from 'hotfixkit/msi';
 *
 * const file = CompoundFile.open(new BufferSource(readFileSync('SCCM2007-SP2-KB977203-ENU.msi')));
 * const table = Database.open(file.root).table('File');
 * console.log(tableToCsv(view(table, { columns: ['File', 'FileSize'], where: 'FileSize > 7000000' })));
 */
export function view(table: Table, options: ViewOptions = {}): Table {
  const columns = options.columns?.map((name) => needColumn(table, name)) ?? table.columns;
  const places = columns.map((column) => table.columns.indexOf(column));
  const where = options.where === undefined ? null : parseWhere(options.where);
  const names = table.columns.map((column) => column.name);
  // One for all rows, and without a prototype: `__proto__` is a legal name for a column.
  const record: Record<string, Value> = Object.create(null);
  const rows: Value[][] = [];
  for (const row of table.rows()) {
    if (where) {
      for (let c = 0; c < names.length; c++) record[names[c]!] = row[c]!;
      if (!where(record)) continue;
    }
    rows.push(places.map((place) => row[place]!));
  }
  return new Table(table.name, columns, rows.length, () => rows[Symbol.iterator]());
}

function needColumn(table: Table, name: string): Column {
  const column = table.columns.find((c) => c.name === name);
  if (!column)
    throw new HotfixkitError('MSI_BAD_WHERE', `table ${table.name} has no column ${name}`, { entry: name });
  return column;
}
