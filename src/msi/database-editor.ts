import { BufferSource, type ByteSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { composeStorage } from '../formats/cfb/storage-content.js';
import { type Column, checkColumns, describeColumn } from './column.js';
import { Database, systemTables } from './database.js';
import { EditableTable } from './editable-table.js';
import { type SummaryValue, writePropertySet } from './property-set.js';
import { decodeStoredRows } from './stored-rows.js';
import { decodeStreamName, encodeStreamName } from './stream-name.js';
import { StringPoolBuilder } from './string-pool-builder.js';

const SUMMARY = '\u0005SummaryInformation';
/** Longest name of a stream of a compound file, in UTF-16 units. */
const LONGEST_NAME = 31;
/** Columns of a table (win32 docs, "Table, Column limits": 32 for Windows Installer itself, more in databases of others). */
const MOST_COLUMNS = 255;

/**
 * Changes a database: rows, tables, columns, streams and summary information. The database that it starts from stays as
 * it is; {@link finish} gives another one, which takes what was not changed from the first and can be read, written
 * ({@link storageContent}) and changed again.
 *
 * Strings keep their identifiers, so that unchanged tables keep their bytes; references are counted again.
 */
export class DatabaseEditor {
  readonly #base: Database;
  readonly #strings: StringPoolBuilder;
  readonly #tables = new Map<string, EditableTable>();
  readonly #touched = new Set<string>();
  readonly #dropped = new Set<string>();
  /** Null = removed. */
  readonly #streams = new Map<string, ByteSource | null>();

  /** @param options.codePage of the result; strings that are there already keep their bytes */
  constructor(database: Database, options: { codePage?: number } = {}) {
    this.#base = database;
    this.#strings = StringPoolBuilder.from(database.strings, options.codePage);
  }

  get tableNames(): string[] {
    const added = [...this.#tables.keys()].filter(
      (name) => !Object.hasOwn(systemTables, name) && !this.#base.hasTable(name),
    );
    return [...this.#base.tableNames.filter((name) => !this.#dropped.has(name)), ...added];
  }

  /** Whether the database has a table of this name after the changes so far. */
  hasTable(name: string): boolean {
    if (Object.hasOwn(systemTables, name)) return false;
    return this.#tables.has(name) || (!this.#dropped.has(name) && this.#base.hasTable(name));
  }

  /** A table to read and change. Throws `MSI_NO_TABLE`, `MSI_BAD_TABLE`, `MSI_BAD_COLUMN`, `MSI_BAD_STRING_ID`, `CFB_*`. */
  table(name: string): EditableTable {
    if (!this.hasTable(name)) {
      throw new HotfixkitError('MSI_NO_TABLE', `the database has no table ${name}`, { entry: name });
    }
    this.#touched.add(name);
    return this.#load(name);
  }

  /**
   * Adds a table. Throws `MSI_BAD_TABLE` for one that is there already or cannot be named, `MSI_BAD_COLUMN` for columns
   * that cannot be.
   */
  addTable(name: string, columns: readonly { name: string; type: number }[]): EditableTable {
    if (this.hasTable(name) || Object.hasOwn(systemTables, name)) {
      throw new HotfixkitError('MSI_BAD_TABLE', `the database has a table ${name} already`, { entry: name });
    }
    checkName(name, true);
    if (columns.length === 0) {
      throw new HotfixkitError('MSI_BAD_COLUMN', `table ${name} has no columns`, { entry: name });
    }
    const table = new EditableTable(name, [], [], this.#context);
    this.#tables.set(name, table);
    this.#touched.add(name);
    this.#dropped.delete(name);
    this.#load('_Tables').insert([name]);
    for (const column of columns) this.addColumn(name, column);
    return table;
  }

  /** Adds a column at the end of a table. Throws `MSI_BAD_COLUMN`. */
  addColumn(table: string, column: { name: string; type: number }): void {
    const target = this.table(table);
    const number = target.columns.length + 1;
    const described = describeColumn(
      column.name,
      number,
      column.type & 0xffff,
      this.#base.strings.referenceSize,
    );
    if (number > MOST_COLUMNS || target.columnIndex(column.name) >= 0) {
      throw new HotfixkitError('MSI_BAD_COLUMN', `the column ${table}.${column.name} cannot be added`, {
        stream: '_Columns',
        entry: `${table}.${column.name}`,
        expected: `at most ${MOST_COLUMNS} columns, each with a name of its own`,
      });
    }
    checkColumns(table, [...target.columns, described]);
    target.addColumn(described);
    const stored = described.type >= 0x8000 ? described.type - 0x10000 : described.type;
    this.#load('_Columns').insert([table, number, column.name, stored]);
  }

  /** Removes a table, its rows and their streams. Throws `MSI_NO_TABLE`. */
  dropTable(name: string): void {
    const table = this.table(name);
    table.clear();
    table.columns.forEach(({ number }) => {
      this.#load('_Columns').delete([name, number]);
    });
    this.#load('_Tables').delete([name]);
    this.#tables.delete(name);
    this.#touched.delete(name);
    this.#dropped.add(name);
  }

  /** Sets or (with null) removes a stream, by decoded name. Throws `MSI_BAD_VALUE` for a name that cannot be stored. */
  setStream(name: string, source: ByteSource | null): void {
    if (source) checkName(name, false);
    this.#streams.set(name, source);
  }

  /** Replaces the properties of the summary information, by their IDs (MS-OLEPS 2.25). */
  setSummary(properties: ReadonlyMap<number, SummaryValue>): void {
    this.#streams.set(SUMMARY, new BufferSource(writePropertySet(properties)));
  }

  /** The database as it is now. Throws what reading a table of the first one throws. */
  finish(): Database {
    const base = this.#base;
    const names = ['_Tables', '_Columns', ...this.tableNames];
    const counts = new Uint32Array(this.#strings.count + 1);
    for (const name of names) {
      this.#load(name).eachString((id) => {
        counts[id]!++;
      });
    }
    this.#strings.recount(counts);
    const { referenceSize } = this.#strings;
    const wider = referenceSize !== base.strings.referenceSize;
    const written = names.filter((name) => wider || this.#touched.has(name) || name.startsWith('_'));
    const { pool, data } = this.#strings.encode();
    const tables = new Map<string, Uint8Array>([
      ['_StringPool', pool],
      ['_StringData', data],
      ...written.map((name): [string, Uint8Array] => [name, this.#load(name).encode(referenceSize)]),
    ]);
    const kept = [...base.storage.streams.values()].filter((entry) => {
      const { name, isTable } = decodeStreamName(entry.name);
      return isTable ? !tables.has(name) && !this.#dropped.has(name) : !this.#streams.has(name);
    });
    const storage = composeStorage({
      clsid: base.storage.clsid,
      streams: [
        ...kept,
        ...[...this.#streams].flatMap(([name, source]) =>
          source ? [{ name: encodeStreamName(name, false), source }] : [],
        ),
        // A table without rows has no stream.
        ...[...tables]
          .filter(([name, bytes]) => bytes.length > 0 || name.startsWith('_'))
          .map(([name, bytes]) => ({ name: encodeStreamName(name, true), source: new BufferSource(bytes) })),
      ],
      storages: base.storage.storages.values(),
    });
    return Database.open(storage, { kind: base.kind });
  }

  get #context(): ConstructorParameters<typeof EditableTable>[3] {
    return { strings: this.#strings, setStream: (name, source) => this.setStream(name, source) };
  }

  /** A table of the database as it is now, system tables included. */
  #load(name: string): EditableTable {
    const known = this.#tables.get(name);
    if (known) return known;
    const columns: readonly Column[] = this.#base.table(name).columns;
    const rows = decodeStoredRows(name, columns, this.#base.tableStream(name));
    const table = new EditableTable(name, columns, rows, this.#context);
    this.#tables.set(name, table);
    return table;
  }
}

function checkName(name: string, isTable: boolean): void {
  const { length } = encodeStreamName(name, isTable);
  if (length > (isTable ? 1 : 0) && length <= LONGEST_NAME) return;
  throw new HotfixkitError(
    isTable ? 'MSI_BAD_TABLE' : 'MSI_BAD_VALUE',
    `a ${isTable ? 'table' : 'stream'} cannot have this name`,
    { entry: name, expected: `1 to ${LONGEST_NAME} UTF-16 units when packed`, found: length },
  );
}
