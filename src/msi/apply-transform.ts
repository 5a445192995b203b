import { type ErrorCode, HotfixkitError, type Warning, withFacts } from '../core/errors.js';
import { BinaryCell, type Value } from './binary-cell.js';
import { type Column, describeColumn } from './column.js';
import type { Database } from './database.js';
import { DatabaseEditor } from './database-editor.js';
import type { CellContent, EditableTable } from './editable-table.js';
import type { Transform } from './transform.js';
import type { TransformRow } from './transform-rows.js';
import { TransformError } from './transform-summary.js';

/** Options of {@link applyTransform}. */
export interface ApplyTransformOptions {
  /** Bits of {@link TransformError} that do not stop it; default: those of the transform's own summary. */
  suppress?: number;
  /** Takes what was suppressed. */
  onWarning?: (warning: Warning) => void;
}

/**
 * Applies a transform to a database: tables created and dropped, columns added, rows inserted, updated
 * and deleted, with their streams. Summary information, storages and cabinets stay as they are: a transform cannot change
 * them. Whether it may be applied at all is for {@link checkTransform} to say.
 *
 * Throws `MSI_TRANSFORM_ROW_EXISTS`, `MSI_TRANSFORM_NO_ROW`, `MSI_TRANSFORM_TABLE_EXISTS`, `MSI_TRANSFORM_NO_TABLE` and
 * `MSI_TRANSFORM_CODE_PAGE` unless suppressed (the errors 2250 to 2254 of Windows Installer), `MSI_TRANSFORM_NO_COLUMN`,
 * `MSI_BAD_TRANSFORM`, and what reading either side throws.
 */
export function applyTransform(
  database: Database,
  transform: Transform,
  options: ApplyTransformOptions = {},
): Database {
  return new Application(database, transform, options).run();
}

/** The columns of a table as a transform sees it: those of the database and what the transform adds, or creates. */
export function transformedColumns(
  database: Database | null,
  transform: Transform,
  table: string,
): Column[] | null {
  const created = transform.createdColumns(table);
  if (created) return created;
  if (!database?.hasTable(table)) return null;
  const columns = [...database.table(table).columns];
  for (const { name, type } of transform.addedColumns(table)) {
    if (columns.some((column) => column.name === name)) continue;
    columns.push(describeColumn(name, columns.length + 1, type, database.strings.referenceSize));
  }
  return columns;
}

class Application {
  readonly #database: Database;
  readonly #transform: Transform;
  readonly #editor: DatabaseEditor;
  readonly #suppress: number;
  readonly #onWarning: (warning: Warning) => void;

  constructor(database: Database, transform: Transform, options: ApplyTransformOptions) {
    this.#database = database;
    this.#transform = transform;
    this.#suppress = options.suppress ?? transform.summary.errors;
    this.#onWarning = options.onWarning ?? (() => {});
    this.#editor = new DatabaseEditor(database, { codePage: this.#codePage() });
  }

  run(): Database {
    const transform = this.#transform;
    // Tables first, then columns, then rows: the rows cannot be read before.
    for (const table of transform.droppedTables) this.#dropTable(table);
    for (const table of transform.addedTables) this.#addTable(table);
    for (const table of transform.tableNames) {
      if (!transform.addedTables.has(table)) this.#addColumns(table);
    }
    for (const table of transform.changedTables) this.#changeRows(table);
    return this.#editor.finish();
  }

  /** A neutral code page is replaced by the other one (win32 docs, "Code Page Handling"). */
  #codePage(): number {
    const [ours, theirs] = [this.#database.codePage, this.#transform.codePage];
    if (ours === 0 || theirs === 0 || ours === theirs) return ours || theirs;
    this.#fail(
      TransformError.changeCodePage,
      'MSI_TRANSFORM_CODE_PAGE',
      'transform and database have different code pages',
      {
        expected: ours,
        found: theirs,
      },
    );
    return ours;
  }

  #dropTable(table: string): void {
    if (this.#editor.hasTable(table)) this.#editor.dropTable(table);
    else {
      this.#fail(
        TransformError.deleteMissingTable,
        'MSI_TRANSFORM_NO_TABLE',
        `the transform removes table ${table}, which does not exist`,
        { stream: '_Tables', entry: table },
      );
    }
  }

  #addTable(table: string): void {
    const columns = this.#transform.addedColumns(table);
    if (!this.#editor.hasTable(table)) {
      this.#editor.addTable(table, columns);
      return;
    }
    this.#fail(
      TransformError.addExistingTable,
      'MSI_TRANSFORM_TABLE_EXISTS',
      `the transform creates table ${table}, which exists`,
      { stream: '_Tables', entry: table },
    );
    // An old Patch table lacks columns that a patch needs; an empty one can be replaced.
    const existing = this.#editor.table(table);
    const lacks = columns.some((column) => existing.columnIndex(column.name) < 0);
    if (lacks && existing.rowCount === 0) {
      this.#editor.dropTable(table);
      this.#editor.addTable(table, columns);
    } else this.#addColumns(table);
  }

  #addColumns(table: string): void {
    const columns = this.#transform.addedColumns(table);
    if (columns.length === 0) return;
    const target = this.#table(table);
    for (const column of columns) {
      const place = target.columnIndex(column.name);
      if (place < 0) this.#editor.addColumn(table, column);
      else {
        const there = target.columns[place]!;
        const wanted = describeColumn(column.name, there.number, column.type, 2);
        if (there.kind === wanted.kind && there.key === wanted.key) continue;
        throw new HotfixkitError(
          'MSI_TRANSFORM_NO_COLUMN',
          `the column ${table}.${column.name} has a type that the transform does not expect`,
          {
            stream: '_Columns',
            entry: `${table}.${column.name}`,
            expected: wanted.typeCode,
            found: there.typeCode,
          },
        );
      }
    }
  }

  #changeRows(name: string): void {
    const transform = this.#transform;
    if (transform.droppedTables.has(name) && !transform.addedTables.has(name)) return;
    const table = this.#table(name);
    // A table that the transform creates has the transform's columns, even if one of this name existed.
    const columns = transform.createdColumns(name) ?? table.columns;
    const places = columns.map((column) => table.columnIndex(column.name));
    for (const row of transform.rows(name, columns)) {
      withFacts({ stream: name, offset: row.offset }, () => this.#changeRow(table, places, row));
    }
  }

  #changeRow(table: EditableTable, places: readonly number[], row: TransformRow): void {
    const key: CellContent[] = table.columns.flatMap((column, c) => {
      if (!column.key) return [];
      return [contentOf(row.values.get(places.indexOf(c)) ?? null)];
    });
    const facts = { stream: table.name, entry: key.map((value) => String(value ?? '')).join(', ') };
    const isThere = table.has(key);
    if (row.change === 'delete') {
      if (isThere) table.delete(key);
      else {
        this.#fail(
          TransformError.deleteMissingRow,
          'MSI_TRANSFORM_NO_ROW',
          `the transform removes a row of table ${table.name} that does not exist`,
          facts,
        );
      }
      return;
    }
    const values = new Map([...row.values].map(([c, value]) => [places[c]!, contentOf(value)]));
    if (row.change === 'update') {
      if (isThere) table.update(key, values);
      else {
        // If the error is suppressed, the change is skipped. Wine inserts a row of the known values, which is
        // incomplete.
        this.#fail(
          TransformError.updateMissingRow,
          'MSI_TRANSFORM_NO_ROW',
          `the transform changes a row of table ${table.name} that does not exist`,
          facts,
        );
      }
      return;
    }
    if (isThere) {
      this.#fail(
        TransformError.addExistingRow,
        'MSI_TRANSFORM_ROW_EXISTS',
        `the transform adds a row to table ${table.name} that exists`,
        facts,
      );
    }
    table.insert(table.columns.map((_, c) => values.get(c) ?? null));
  }

  #table(name: string): EditableTable {
    if (this.#editor.hasTable(name)) return this.#editor.table(name);
    throw new HotfixkitError(
      'MSI_TRANSFORM_NO_TABLE',
      `the transform changes table ${name}, which the database does not have`,
      { stream: name, entry: name },
    );
  }

  #fail(bit: number, code: ErrorCode, message: string, facts: Omit<Warning, 'code' | 'message'>): void {
    if ((this.#suppress & bit) === 0) throw new HotfixkitError(code, message, facts);
    this.#onWarning({ code, message, ...facts });
  }
}

/** The stream is opened here, so that a transform with a missing stream fails before anything is changed. */
function contentOf(value: Value): CellContent {
  return value instanceof BinaryCell ? value.open() : value;
}
