import { HotfixkitError } from '../core/errors.js';
import type { BinaryCell, Row } from './binary-cell.js';
import type { Database } from './database.js';
import type { Table } from './table.js';

/** One row, read by column name with the type that the column is documented to have. */
export class TypedRow {
  readonly #table: Table;
  readonly #places: ReadonlyMap<string, number>;
  readonly #row: Row;

  constructor(table: Table, places: ReadonlyMap<string, number>, row: Row) {
    this.#table = table;
    this.#places = places;
    this.#row = row;
  }

  /** A string that must be there. Throws `MSI_BAD_VALUE`. */
  text(column: string): string {
    return this.#value(column, 'string', (value) => (typeof value === 'string' ? value : null));
  }

  textOrNull(column: string): string | null {
    const value = this.#get(column);
    return typeof value === 'string' ? value : null;
  }

  /** An integer that must be there. Throws `MSI_BAD_VALUE`. */
  integer(column: string): number {
    return this.#value(column, 'integer', (value) => (typeof value === 'number' ? value : null));
  }

  /** An integer that must be there and is not negative: a size. Throws `MSI_BAD_VALUE`. */
  size(column: string): number {
    return this.#value(column, 'integer that is not negative', (value) =>
      typeof value === 'number' && value >= 0 ? value : null,
    );
  }

  integerOrNull(column: string): number | null {
    const value = this.#get(column);
    return typeof value === 'number' ? value : null;
  }

  binaryOrNull(column: string): BinaryCell | null {
    const value = this.#get(column);
    return typeof value === 'object' ? value : null;
  }

  #get(column: string): Row[number] {
    const place = this.#places.get(column);
    return place === undefined ? null : (this.#row[place] ?? null);
  }

  #value<T>(column: string, expected: string, convert: (value: Row[number]) => T | null): T {
    const value = convert(this.#get(column));
    if (value === null) {
      throw new HotfixkitError('MSI_BAD_VALUE', `${this.#table.name}.${column} has no value of its type`, {
        stream: this.#table.name,
        entry: String(this.#row[0] ?? ''),
        expected,
        found: String(this.#get(column)),
      });
    }
    return value;
  }
}

/** An installation with more components or folders than this does not exist; each row takes some hundred bytes here. */
const MOST_ROWS = 250_000;

/**
 * Rows of a table as objects; none where the database has no such table. A column that the table lacks (older schemas)
 * reads as null. Throws `MSI_BAD_VALUE`, and `MSI_BAD_TABLE` for more rows than can be used.
 */
export function readTypedRows<T>(database: Database, name: string, read: (row: TypedRow) => T): T[] {
  if (!database.hasTable(name)) return [];
  const table = database.table(name);
  if (table.rowCount > MOST_ROWS) {
    throw new HotfixkitError('MSI_BAD_TABLE', `table ${name} has more rows than can be used`, {
      stream: name,
      expected: `${MOST_ROWS} at most`,
      found: table.rowCount,
    });
  }
  const places = new Map(table.columns.map((column, i) => [column.name, i]));
  const rows: T[] = [];
  for (const row of table.rows()) rows.push(read(new TypedRow(table, places, row)));
  return rows;
}
