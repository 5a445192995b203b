import { BufferSource, type ByteSource, readInto } from '../core/byte-source.js';
import { Diagnostics } from '../core/diagnostics.js';
import { HotfixkitError, type Warning, withFacts } from '../core/errors.js';
import { nearestName } from '../core/nearest-name.js';
import type { Storage, StreamEntry } from '../formats/cfb/storage.js';
import { BinaryCell, type Row } from './binary-cell.js';
import { type Column, checkColumns, describeColumn } from './column.js';
import { databaseKindOfClass } from './database-kind.js';
import type { StandardTable, TableRow } from './schema.js';
import { decodeStreamName, encodeStreamName } from './stream-name.js';
import { StringPool } from './string-pool.js';
import { SummaryInformation } from './summary-information.js';
import { Table } from './table.js';
import { tableFromStream } from './table-stream.js';
import { eachTypedRow, readTypedRows } from './typed-rows.js';

/**
 * What a database is: an installation package, a patch, a transform, or none of these by its CLSID and
 * tables.
 */
export type DatabaseKind = 'msi' | 'msp' | 'mst' | 'unknown';

const SUMMARY = '\u0005SummaryInformation';
/** Bytes; real ones have a few hundred. */
const LONGEST_SUMMARY = 1 << 20;
/** Longest string pool, in bytes: four million strings. A larger one is an attack on memory. */
const LARGEST_POOL = 16 << 20;
/** Bytes; real ones have a few million. */
const LARGEST_DATA = 64 << 20;

/** Most columns of all tables together. Real databases have a few thousand, and each takes memory. */
const MOST_COLUMNS = 250_000;

/**
 * Rows of all tables that are read, each table counted once: an installation of 100,000 files has some hundred thousand. Who
 * reads a table keeps most of it, so that a table may be sound and twenty of its kind a trap.
 */
const MOST_ROWS = 750_000;

/** Columns of the tables that describe the others: name and _Columns.Type. */
export const systemTables: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  _Tables: [['Name', 0x2d40]],
  _Columns: [
    ['Table', 0x2d40],
    ['Number', 0x2502],
    ['Name', 0x0d40],
    ['Type', 0x0502],
  ],
  _Streams: [
    ['Name', 0x2d3e],
    ['Data', 0x1900],
  ],
  _Storages: [
    ['Name', 0x2d3e],
    ['Data', 0x1900],
  ],
};

/** Options of {@link Database.open}. */
export interface DatabaseOptions {
  strict?: boolean;
  codePage?: number;
  kind?: DatabaseKind;
  /** Rows of all tables that may be read. */
  maxRows?: number;
}

/**
 * A Windows Installer database: tables over a string pool, streams, storages and the summary information, in one
 * storage of a compound file. Opening reads the pool and the two tables that describe the others.
 *
 * A transform has a pool, streams and summary information too, but its tables hold changes rather than rows: here it
 * has none.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 * import { BufferSource, CompoundFile, Database } from 'hotfixkit/msi';
 *
 * const file = CompoundFile.open(new BufferSource(readFileSync('SCCM2007-SP2-KB977203-ENU.msi')));
 * const database = Database.open(file.root);
 * for (const row of database.rows('File')) console.log(row.FileName, row.FileSize, row.Version);
 */
export class Database {
  readonly kind: DatabaseKind;
  readonly storage: Storage;
  readonly strings: StringPool;
  /** As _Tables lists them; without the system tables. */
  readonly tableNames: readonly string[];
  readonly #diagnostics: Diagnostics;
  readonly #tableStreams = new Map<string, StreamEntry>();
  readonly #streams = new Map<string, StreamEntry>();
  readonly #columns: ReadonlyMap<string, readonly Column[]>;
  readonly #maxRows: number;
  readonly #tablesRead = new Set<string>();
  #rowsRead = 0;
  #summary: SummaryInformation | null = null;

  /**
   * @param options.codePage overrides the one that the pool states
   * @param options.kind overrides what the CLSID says: the storages of a patch are transforms whatever they carry
   *
   * Throws `MSI_NOT_A_DATABASE`, `MSI_BAD_STRING_POOL`, `MSI_BAD_TABLE`, `MSI_BAD_COLUMN`, `UNKNOWN_CODE_PAGE` and `CFB_*`.
   */
  static open(storage: Storage, options: DatabaseOptions = {}): Database {
    return new Database(storage, options);
  }

  private constructor(storage: Storage, options: DatabaseOptions) {
    this.storage = storage;
    this.kind = options.kind ?? databaseKindOfClass(storage.clsid) ?? 'unknown';
    this.#diagnostics = new Diagnostics(options.strict ?? false);
    this.#maxRows = options.maxRows ?? MOST_ROWS;
    this.#sortStreams();
    const pool = this.#readStrings('_StringPool', LARGEST_POOL);
    const data = this.#readStrings('_StringData', LARGEST_DATA);
    this.strings = new StringPool(pool, data, options);
    this.#columns = this.kind === 'mst' ? new Map() : this.#readColumns();
    this.tableNames = [...this.#columns.keys()].filter((name) => !Object.hasOwn(systemTables, name));
  }

  /** 0 = neutral. */
  get codePage(): number {
    return this.strings.codePage;
  }

  /** Deviations that were tolerated so far; opening tables and streams may add more. */
  get warnings(): readonly Warning[] {
    return [...this.strings.warnings, ...this.#diagnostics.warnings];
  }

  /** Whether the database has a table of this name; letter case counts. */
  hasTable(name: string): boolean {
    return this.#columnsOf(name) !== null;
  }

  /**
   * Throws `MSI_NO_TABLE`, `MSI_BAD_TABLE`, `MSI_BAD_COLUMN` and `CFB_*`. Reading its rows throws `MSI_BAD_TABLE` where they
   * and those of the tables read before are more than a database has.
   */
  table(name: string): Table {
    const columns = this.#columnsOf(name);
    if (!columns) {
      const meant = nearestName(name, this.tableNames);
      const advice = meant === null ? '"tables" without a name lists them' : `did you mean ${meant}?`;
      throw new HotfixkitError('MSI_NO_TABLE', `the database has no table ${name}; ${advice}`, {
        entry: name,
      });
    }
    if (name === '_Streams') {
      return listTable(name, columns, this.#streams.keys(), (stream) => this.stream(stream));
    }
    if (name === '_Storages') {
      const nothing = new BufferSource(new Uint8Array(0));
      return listTable(name, columns, this.storage.storages.keys(), () => nothing);
    }
    return this.#table(name, columns);
  }

  /**
   * The rows of a documented table by column name, checked: `database.rows('File')[0].FileSize` is a number of bytes. None
   * where the database has no such table. Throws `MSI_BAD_VALUE` and what {@link table} and its rows throw.
   */
  rows<Name extends StandardTable>(name: Name): TableRow<Name>[] {
    return this.hasTable(name) ? readTypedRows(this.table(name), name) : [];
  }

  /** The same rows one by one, for tables of which not all rows have to be kept. */
  eachRow<Name extends StandardTable>(name: Name, visit: (row: TableRow<Name>) => void): void {
    if (this.hasTable(name)) eachTypedRow(this.table(name), name, visit);
  }

  /** Whether there is any summary information. */
  get hasSummaryInformation(): boolean {
    return this.#streams.has(SUMMARY);
  }

  /**
   * A database without the stream has no properties. What cannot be read is a warning and missing in the result, which says so
   * in `damage`; a strict reader throws `MSI_BAD_SUMMARY`.
   */
  summaryInformation(): SummaryInformation {
    if (!this.#summary) {
      const entry = this.#streams.get(SUMMARY);
      this.#summary = withFacts({ stream: SUMMARY }, () => {
        if (!entry) return new SummaryInformation(new Map());
        const source = this.#open(SUMMARY, entry);
        const bytes = source.read(0, Math.min(source.size, LONGEST_SUMMARY));
        const summary = SummaryInformation.parse(bytes, { tolerant: !this.#diagnostics.strict });
        if (summary.damage) {
          const { code, message, facts } = summary.damage.error;
          this.#diagnostics.report(code, message, { ...facts, stream: SUMMARY });
        }
        return summary;
      });
    }
    return this.#summary;
  }

  /** Decoded names of all streams that are not tables, in the order of the directory. */
  streamNames(): string[] {
    return [...this.#streams.keys()];
  }

  /** By decoded name. Throws `MSI_NO_STREAM` and `CFB_*`. */
  stream(name: string): ByteSource {
    const entry = this.#streams.get(name);
    if (!entry) {
      throw new HotfixkitError('MSI_NO_STREAM', `the database has no stream ${name}`, { stream: name });
    }
    return this.#open(name, entry);
  }

  /** Names of the streams of tables, listed or not; those of a transform have changes. */
  tableStreamNames(): string[] {
    return [...this.#tableStreams.keys()];
  }

  /** The bytes of a table as stored; null for one without rows. Throws `CFB_*`. */
  tableStream(name: string): ByteSource | null {
    const entry = this.#tableStreams.get(name);
    return entry ? this.#open(name, entry) : null;
  }

  #sortStreams(): void {
    for (const entry of this.storage.streams.values()) {
      const { name, isTable } = decodeStreamName(entry.name);
      const streams = isTable ? this.#tableStreams : this.#streams;
      const other = streams.get(name);
      // Signing tools leave a second summary information behind, under a packed name: the one that is read is the one
      // whose name is written as Windows Installer writes it.
      if (!other || entry.name === encodeStreamName(name, isTable)) streams.set(name, entry);
      if (!other) continue;
      this.#diagnostics.report('CFB_BAD_DIRECTORY', 'two streams have one name; one of them is ignored', {
        stream: name,
      });
    }
  }

  /** The bytes of a stream of the string pool, copied. */
  #readStrings(name: string, most: number): Uint8Array {
    const entry = this.#tableStreams.get(name);
    if (!entry) {
      throw new HotfixkitError(
        'MSI_NOT_A_DATABASE',
        'this compound file is not a Windows Installer database',
        {
          expected: 'the streams _StringPool and _StringData',
        },
      );
    }
    const source = this.#open(name, entry);
    if (source.size > most) {
      throw new HotfixkitError('MSI_BAD_STRING_POOL', 'the string pool is too large', {
        stream: name,
        offset: most,
        expected: `at most ${most} bytes`,
        found: `${source.size} bytes`,
      });
    }
    const bytes = new Uint8Array(source.size);
    readInto(source, 0, bytes);
    return bytes;
  }

  /** Errors and warnings of the compound file have the decoded name of the stream. */
  #open(name: string, entry: StreamEntry): ByteSource {
    return entry.open({
      label: name,
      onWarning: ({ code, message, ...facts }) => this.#diagnostics.report(code, message, facts),
    });
  }

  #table(name: string, columns: readonly Column[]): Table {
    checkColumns(name, columns);
    return tableFromStream(name, columns, this.tableStream(name), {
      strings: this.strings,
      openStream: (stream) => this.stream(stream),
      countRows: (rows) => this.#countRows(name, rows),
    });
  }

  #countRows(table: string, rows: number): void {
    if (this.#tablesRead.has(table)) return;
    this.#tablesRead.add(table);
    this.#rowsRead += rows;
    if (this.#rowsRead <= this.#maxRows) return;
    throw new HotfixkitError('MSI_BAD_TABLE', 'all tables together have too many rows', {
      stream: table,
      expected: `${this.#maxRows} at most`,
      found: this.#rowsRead,
    });
  }

  #columnsOf(name: string): readonly Column[] | null {
    const own = this.#columns.get(name);
    if (own) return own;
    if (this.kind === 'mst' && name !== '_Streams' && name !== '_Storages') return null;
    return this.#systemColumns(name);
  }

  #systemColumns(name: string): Column[] | null {
    const columns = Object.hasOwn(systemTables, name) ? systemTables[name] : undefined;
    return (
      columns?.map(([column, type], i) => describeColumn(column, i + 1, type, this.strings.referenceSize)) ??
      null
    );
  }

  /** The columns of every table that _Tables names, in its order. */
  #readColumns(): Map<string, readonly Column[]> {
    const byTable = new Map<string, Column[]>();
    const described = this.#table('_Columns', this.#systemColumns('_Columns')!);
    if (described.rowCount > MOST_COLUMNS) {
      throw new HotfixkitError('MSI_BAD_COLUMN', 'there are more columns than a database can have', {
        stream: '_Columns',
        expected: `at most ${MOST_COLUMNS}`,
        found: described.rowCount,
      });
    }
    for (const row of described.rows()) {
      const [table, number, name, type] = row;
      if (
        typeof table !== 'string' ||
        typeof name !== 'string' ||
        typeof number !== 'number' ||
        typeof type !== 'number'
      ) {
        throw new HotfixkitError('MSI_BAD_COLUMN', 'a row of _Columns is incomplete', {
          stream: '_Columns',
          entry: String(table ?? ''),
        });
      }
      const column = describeColumn(name, number, type & 0xffff, this.strings.referenceSize);
      const columns = byTable.get(table);
      if (columns) columns.push(column);
      else byTable.set(table, [column]);
    }
    const tables = new Map<string, readonly Column[]>();
    const listed = this.#table('_Tables', this.#systemColumns('_Tables')!);
    if (listed.rowCount > MOST_COLUMNS) {
      throw new HotfixkitError('MSI_BAD_TABLE', 'there are more tables than a database can have', {
        stream: '_Tables',
        expected: `at most ${MOST_COLUMNS}`,
        found: listed.rowCount,
      });
    }
    for (const [name] of listed.rows()) {
      if (typeof name !== 'string') continue;
      const columns = byTable.get(name);
      if (columns) {
        tables.set(
          name,
          columns.sort((a, b) => a.number - b.number),
        );
      } else {
        this.#diagnostics.report('MSI_BAD_COLUMN', 'a table has no columns and is ignored', {
          stream: '_Columns',
          entry: name,
        });
      }
    }
    return tables;
  }
}

/** A system table whose rows are a name and the stream (or storage) of that name. */
function listTable(
  name: string,
  columns: readonly Column[],
  names: Iterable<string>,
  open: (name: string) => ByteSource,
): Table {
  const rows = [...names].map((entry): Row => [entry, new BinaryCell(entry, open)]);
  return new Table(name, columns, rows.length, () => rows[Symbol.iterator]());
}
