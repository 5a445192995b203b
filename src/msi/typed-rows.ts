import { HotfixkitError } from '../core/errors.js';
import type { Row } from './binary-cell.js';
import { type ColumnRule, columnRules, type StandardTable, type TableRow } from './schema.js';
import type { Table } from './table.js';

/** An installation with more components or folders than this does not exist; each row takes some hundred bytes here. */
const MOST_ROWS = 250_000;

/**
 * The rows of a documented table as objects with the documented types. A column that the table lacks (older schemas) reads
 * as null; columns beyond the documented ones are left out. Throws `MSI_BAD_VALUE` where a value that must be there is
 * not, and `MSI_BAD_TABLE` for more rows than can be used.
 */
export function readTypedRows<Name extends StandardTable>(table: Table, name: Name): TableRow<Name>[] {
  const typing = new RowTyping(table, name);
  const rows: TableRow<Name>[] = [];
  for (const row of table.rows()) rows.push(typing.typed(row));
  return rows;
}

/** The same, one by one: a row that is not kept takes no memory. */
export function eachTypedRow<Name extends StandardTable>(
  table: Table,
  name: Name,
  visit: (row: TableRow<Name>) => void,
): void {
  const typing = new RowTyping(table, name);
  for (const row of table.rows()) visit(typing.typed(row));
}

/** Gives the rows of a table their types. */
class RowTyping<Name extends StandardTable> {
  readonly #name: Name;
  readonly #columns: readonly { rule: ColumnRule; place: number }[];
  /** Copies of one object take a fifth less memory than objects that get each property anew. */
  readonly #blank: Record<string, unknown>;

  constructor(table: Table, name: Name) {
    if (table.rowCount > MOST_ROWS) {
      throw new HotfixkitError('MSI_BAD_TABLE', `table ${name} has too many rows`, {
        stream: name,
        expected: `${MOST_ROWS} at most`,
        found: table.rowCount,
      });
    }
    this.#name = name;
    this.#columns = columnRules(name).map((rule) => ({ rule, place: table.columnIndex(rule.name) }));
    this.#blank = Object.fromEntries(this.#columns.map(({ rule }) => [rule.name, null]));
  }

  typed(row: Row): TableRow<Name> {
    const typed = { ...this.#blank };
    for (const { rule, place } of this.#columns) typed[rule.name] = typedValue(this.#name, row, place, rule);
    return typed as TableRow<Name>;
  }
}

function typedValue(table: string, row: Row, place: number, rule: ColumnRule): Row[number] {
  const value = place < 0 ? null : (row[place] ?? null);
  if (isOfKind(value, rule)) return value;
  if (rule.mayBeNull) return null;
  throw new HotfixkitError('MSI_BAD_VALUE', `${table}.${rule.name} has a value of a wrong type`, {
    stream: table,
    entry: String(row[0] ?? ''),
    expected: rule.isSize ? 'integer that is not negative' : rule.kind,
    found: String(value),
  });
}

function isOfKind(value: Row[number], { kind, isSize }: ColumnRule): boolean {
  switch (kind) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return typeof value === 'number' && !(isSize && value < 0);
    case 'binary':
      return typeof value === 'object' && value !== null;
  }
}
