import { HotfixkitError } from '../../src/core/errors.js';
import { BinaryCell, type Row, type Value } from '../../src/msi/binary-cell.js';
import type { Database } from '../../src/msi/database.js';
import { cellText } from '../../src/msi/export-table.js';
import type { Table } from '../../src/msi/table.js';
import { placesOf } from '../name-order.js';
import type { CellHit, FoundCells, RowPlace, TableCell, TableView } from '../protocol.js';
import { References } from './references.js';

/** Most cells that a search gives. */
const MOST_HITS = 2000;

export function readTable(database: Database, name: string): TableView {
  const table = database.table(name);
  const references = new References(database);
  return {
    name,
    columns: table.columns.map((column) => ({
      name: column.name,
      type: column.typeCode,
      isKey: column.key,
      isNumber: column.kind === 'integer',
      refersTo: column.kind === 'binary' ? [] : references.of(name, column.name),
    })),
    rows: Array.from(table.rows(), (row) => row.map(plainCell)),
  };
}

/** Numbers that order the rows by a column, as a person orders names and numbers; cells without a value come first. */
export function rankRows(database: Database, name: string, column: number): number[] {
  const table = database.table(name);
  const cells = Array.from(table.rows(), (row) => row[column]!);
  return table.columns[column]?.kind === 'integer'
    ? cells.map((cell) => (cell === null ? Number.MIN_SAFE_INTEGER : Number(cell)))
    : placesOf(cells.map(cellText));
}

function plainCell(value: Value): TableCell {
  if (!(value instanceof BinaryCell)) return value;
  return { stream: value.streamName, size: value.openIfPresent()?.size ?? null };
}

/** The key of a row as text: the values of its key columns. */
function keyOf(table: Table, row: Row): string {
  return table.columns.flatMap((column, i) => (column.key ? [cellText(row[i]!)] : [])).join(' / ');
}

/** Cells that have a text, in any letter case. A damaged table is left out: it is shown with its error by itself. */
export function findCells(database: Database, text: string): FoundCells {
  const wanted = text.toLowerCase();
  return collect(database, (value) => cellText(value).toLowerCase().includes(wanted));
}

export function findReferrers(database: Database, table: string, key: string): FoundCells {
  const references = new References(database);
  return collect(
    database,
    (value, column, row, other) =>
      cellText(value) === key && references.ofRow(other, row, column).includes(table),
  );
}

function collect(
  database: Database,
  isWanted: (value: Value, column: string, row: Row, table: Table) => boolean,
): FoundCells {
  const hits: CellHit[] = [];
  for (const name of database.tableNames) {
    const table = readable(database, name);
    if (!table) continue;
    let at = 0;
    for (const row of rowsOf(table)) {
      for (const [i, column] of table.columns.entries()) {
        const value = row[i]!;
        if (value === null || !isWanted(value, column.name, row, table)) continue;
        if (hits.length === MOST_HITS) return { hits, isCut: true };
        hits.push({
          table: name,
          row: at,
          column: column.name,
          value: cellText(value),
          key: keyOf(table, row),
        });
      }
      at++;
    }
  }
  return { hits, isCut: false };
}

function readable(database: Database, name: string): Table | null {
  try {
    return database.table(name);
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return null;
    throw error;
  }
}

/** The rows of a table up to where it is damaged. */
function* rowsOf(table: Table): Generator<Row> {
  try {
    yield* table.rows();
  } catch (error) {
    if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
  }
}

export function followReference(database: Database, tables: readonly string[], key: string): RowPlace | null {
  for (const name of tables) {
    const table = readable(database, name);
    // A reference names the first part of a key; where there are more, the rest is in the columns beside it.
    const column = table?.columns.findIndex((one) => one.key) ?? -1;
    if (!table || column < 0) continue;
    let at = 0;
    for (const row of rowsOf(table)) {
      if (cellText(row[column]!) === key) return { table: name, row: at };
      at++;
    }
  }
  return null;
}
