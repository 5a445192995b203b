import { BufferSource, type ByteSource, readAll } from '../bytes/byte-source.js';
import type { Storage, StreamEntry } from '../cfb/storage.js';
import { HotfixkitError, type Warning, withFacts } from '../errors.js';
import { BinaryCell, type Row } from './binary-cell.js';
import { type Column, describeColumn } from './column.js';
import { decodeStreamName } from './stream-name.js';
import { StringPool } from './string-pool.js';
import { SummaryInformation } from './summary-information.js';
import { Table } from './table.js';
import { tableFromStream } from './table-stream.js';

export type DatabaseKind = 'msi' | 'msp' | 'mst' | 'unknown';

/** Root CLSIDs; merge modules and validation databases carry that of a package. */
const kinds: Readonly<Record<string, DatabaseKind>> = {
  '{000C1084-0000-0000-C000-000000000046}': 'msi',
  '{000C1086-0000-0000-C000-000000000046}': 'msp',
  '{000C1082-0000-0000-C000-000000000046}': 'mst',
};

const SUMMARY = '\u0005SummaryInformation';

/** Columns of the tables that describe the others: name and _Columns.Type. */
const systemTables: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
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

/**
 * A Windows Installer database: tables over a string pool, streams, storages and the summary information, in one
 * storage of a compound file. Opening reads the pool and the two tables that describe the others.
 */
export class Database {
  readonly kind: DatabaseKind;
  readonly storage: Storage;
  readonly strings: StringPool;
  /** As _Tables lists them; without the system tables. */
  readonly tableNames: readonly string[];
  readonly #warnings: Warning[] = [];
  readonly #tableStreams = new Map<string, StreamEntry>();
  readonly #streams = new Map<string, StreamEntry>();
  readonly #columns: Map<string, Column[]>;
  #summary: SummaryInformation | null = null;

  /** Throws `MSI_NOT_A_DATABASE`, `MSI_BAD_STRING_POOL`, `MSI_BAD_TABLE`, `MSI_BAD_COLUMN` and `CFB_*`. */
  static open(storage: Storage, options: { strict?: boolean; codePage?: number } = {}): Database {
    return new Database(storage, options);
  }

  private constructor(storage: Storage, options: { strict?: boolean; codePage?: number }) {
    this.storage = storage;
    this.kind = kinds[storage.clsid] ?? 'unknown';
    for (const entry of storage.streams.values()) {
      const { name, isTable } = decodeStreamName(entry.name);
      (isTable ? this.#tableStreams : this.#streams).set(name, entry);
    }
    const pool = this.#tableStreams.get('_StringPool');
    const data = this.#tableStreams.get('_StringData');
    if (!pool || !data) {
      throw new HotfixkitError('MSI_NOT_A_DATABASE', 'this compound file is no Windows Installer database', {
        expected: 'the streams _StringPool and _StringData',
      });
    }
    this.strings = withFacts({ stream: '_StringPool' }, () => {
      return new StringPool(readAll(pool.open()), readAll(data.open()), options);
    });
    this.#columns = this.#readColumns(options.strict ?? false);
    this.tableNames = [...this.#columns.keys()].filter((name) => !(name in systemTables));
  }

  /** 0 = neutral. */
  get codePage(): number {
    return this.strings.codePage;
  }

  get warnings(): readonly Warning[] {
    return [...this.strings.warnings, ...this.#warnings];
  }

  hasTable(name: string): boolean {
    return this.#columns.has(name) || Object.hasOwn(systemTables, name);
  }

  /** Throws `MSI_NO_TABLE`, `MSI_BAD_TABLE`. */
  table(name: string): Table {
    if (name === '_Streams')
      return this.#listTable(name, this.#streams.keys(), (stream) => this.stream(stream));
    if (name === '_Storages')
      return this.#listTable(name, this.storage.storages.keys(), () => new BufferSource(new Uint8Array(0)));
    const columns = this.#columns.get(name) ?? this.#systemColumns(name);
    if (!columns) {
      throw new HotfixkitError('MSI_NO_TABLE', `the database has no table ${name}`, { entry: name });
    }
    return this.#table(name, columns);
  }

  /** Throws `MSI_BAD_SUMMARY`; a database without the stream has no properties. */
  summaryInformation(): SummaryInformation {
    if (!this.#summary) {
      const entry = this.storage.streams.get(SUMMARY);
      this.#summary = withFacts({ stream: SUMMARY }, () =>
        entry ? SummaryInformation.parse(readAll(entry.open())) : new SummaryInformation(new Map()),
      );
    }
    return this.#summary;
  }

  /** Decoded names of everything that is no table. */
  streamNames(): string[] {
    return [...this.#streams.keys()];
  }

  /** By decoded name. Throws `MSI_NO_STREAM` and `CFB_*`. */
  stream(name: string): ByteSource {
    const entry = this.#streams.get(name);
    if (!entry)
      throw new HotfixkitError('MSI_NO_STREAM', `the database has no stream ${name}`, { stream: name });
    return withFacts({ stream: name }, () => entry.open());
  }

  #table(name: string, columns: readonly Column[]): Table {
    const entry = this.#tableStreams.get(name);
    return withFacts({ stream: name }, () =>
      tableFromStream(name, columns, entry && entry.size > 0 ? entry.open() : null, {
        strings: this.strings,
        openStream: (stream) => this.stream(stream),
      }),
    );
  }

  #systemColumns(name: string): Column[] | null {
    const columns = Object.hasOwn(systemTables, name) ? systemTables[name] : undefined;
    return (
      columns?.map(([column, type], i) => describeColumn(column, i + 1, type, this.strings.referenceSize)) ??
      null
    );
  }

  #listTable(name: string, names: Iterable<string>, open: (name: string) => ByteSource): Table {
    const rows = [...names].map((entry): Row => [entry, new BinaryCell(entry, open)]);
    return new Table(name, this.#systemColumns(name)!, rows.length, () => rows[Symbol.iterator]());
  }

  /** The columns of every table that _Tables names, in its order. */
  #readColumns(strict: boolean): Map<string, Column[]> {
    const byTable = new Map<string, Column[]>();
    for (const [table, number, name, type] of this.#table(
      '_Columns',
      this.#systemColumns('_Columns')!,
    ).rows()) {
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
      const column = describeColumn(name, number & 0x7fff, type & 0xffff, this.strings.referenceSize);
      const columns = byTable.get(table);
      if (columns) columns.push(column);
      else byTable.set(table, [column]);
    }
    const tables = new Map<string, Column[]>();
    for (const [name] of this.#table('_Tables', this.#systemColumns('_Tables')!).rows()) {
      if (typeof name !== 'string') continue;
      const columns = byTable.get(name);
      if (columns) {
        tables.set(
          name,
          columns.sort((a, b) => a.number - b.number),
        );
        continue;
      }
      const facts = { stream: '_Columns', entry: name };
      if (strict) throw new HotfixkitError('MSI_BAD_COLUMN', 'a table has no columns', facts);
      this.#warnings.push({
        code: 'MSI_BAD_COLUMN',
        message: 'a table has no columns and is passed over',
        ...facts,
      });
    }
    return tables;
  }
}
