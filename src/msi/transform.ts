import { type ByteSource, readAll } from '../core/byte-source.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import type { Storage } from '../formats/cfb/storage.js';
import { type Column, describeColumn } from './column.js';
import { Database, systemTables } from './database.js';
import type { StringPool } from './string-pool.js';
import type { SummaryInformation } from './summary-information.js';
import { parseTransformRows, type TransformRow } from './transform-rows.js';
import { readTransformSummary, type TransformSummary } from './transform-summary.js';

/** Bytes of one table's changes; real ones have a few hundred thousand. */
const LARGEST = 16 << 20;
/** Tables or columns; real databases have a few hundred and a few thousand. */
const MOST_NAMES = 100_000;

const pool: readonly string[] = ['_StringPool', '_StringData'];

/** A column that a transform adds, to a table that is there or a new one. */
export interface AddedColumn {
  name: string;
  /** As in _Columns; 0 to 0xFFFF. */
  type: number;
  /** Null = the next one. */
  number: number | null;
}

/**
 * A transform: the file `.mst`, or a storage of a patch. It has a string pool, streams and summary information as a
 * database has, and streams that are named as tables, which hold changes to rows (`transform-rows.ts` has their layout).
 */
export class Transform {
  /** Of the storage; `Root Entry` where the transform is a file. */
  readonly name: string;
  readonly summary: TransformSummary;
  /** Tables that it creates, in order. */
  readonly addedTables: ReadonlySet<string>;
  readonly droppedTables: ReadonlySet<string>;
  /** Its database, of the kind `mst`. */
  readonly content: Database;
  readonly #columns = new Map<string, AddedColumn[]>();

  /**
   * Throws `MSI_NOT_A_DATABASE`, `MSI_BAD_TRANSFORM`, `MSI_TRANSFORM_NO_COLUMN`, `MSI_BAD_STRING_POOL`, `MSI_BAD_STRING_ID`,
   * `MSI_BAD_SUMMARY` and `CFB_*`.
   */
  static open(storage: Storage, options: { strict?: boolean; codePage?: number } = {}): Transform {
    return new Transform(Database.open(storage, { ...options, kind: 'mst' }));
  }

  /** @param content a database of the kind `mst` */
  constructor(content: Database) {
    this.content = content;
    this.name = content.storage.name;
    this.summary = readTransformSummary(content.summaryInformation());
    const added = new Set<string>();
    const dropped = new Set<string>();
    for (const { change, values } of this.#systemRows('_Tables')) {
      const name = values.get(0);
      if (typeof name === 'string') (change === 'delete' ? dropped : added).add(name);
    }
    this.addedTables = added;
    this.droppedTables = dropped;
    this.#readColumns();
  }

  /** 0 = neutral. */
  get codePage(): number {
    return this.content.codePage;
  }

  get strings(): StringPool {
    return this.content.strings;
  }

  get warnings(): readonly Warning[] {
    return this.content.warnings;
  }

  /** The summary information of the transform itself. */
  summaryInformation(): SummaryInformation {
    return this.content.summaryInformation();
  }

  /** Tables whose rows it changes, in the order of the directory; without the system tables. */
  get changedTables(): string[] {
    return this.content
      .tableStreamNames()
      .filter((name) => !Object.hasOwn(systemTables, name) && !pool.includes(name));
  }

  /** Every table that it changes in any way, by name. */
  get tableNames(): string[] {
    return [
      ...new Set([
        ...this.addedTables,
        ...this.droppedTables,
        ...this.#columns.keys(),
        ...this.changedTables,
      ]),
    ].sort();
  }

  /** Columns that it adds to a table; all columns of one that it creates. */
  addedColumns(table: string): readonly AddedColumn[] {
    return this.#columns.get(table) ?? [];
  }

  /** Columns of a table that it creates, numbered; null for others. */
  createdColumns(table: string): Column[] | null {
    if (!this.addedTables.has(table)) return null;
    return this.addedColumns(table).map(({ name, type }, i) => this.describe(name, i + 1, type));
  }

  /** A column with the width that its values have here. */
  describe(name: string, number: number, type: number): Column {
    return describeColumn(name, number, type, this.strings.referenceSize);
  }

  /** Bytes of a table's changes. */
  size(table: string): number {
    return this.content.tableStream(table)?.size ?? 0;
  }

  /**
   * The changes to the rows of a table.
   *
   * @param columns of the table, those that the transform adds included
   *
   * Throws `MSI_BAD_TRANSFORM` for a record that is cut short, `MSI_TRANSFORM_NO_COLUMN`, `MSI_BAD_STRING_ID`.
   */
  *rows(table: string, columns: readonly Column[]): IterableIterator<TransformRow> {
    const source = this.content.tableStream(table);
    if (!source) return;
    if (source.size > LARGEST) {
      throw new HotfixkitError('MSI_BAD_TRANSFORM', `the changes to table ${table} are too large`, {
        stream: table,
        expected: `at most ${LARGEST} bytes`,
        found: `${source.size} bytes`,
      });
    }
    yield* parseTransformRows(table, columns, readAll(source), {
      strings: this.strings,
      openStream: (name) => this.stream(name),
    });
  }

  /** Names of streams that are not tables, including the summary information. */
  streamNames(): string[] {
    return this.content.streamNames();
  }

  /** By decoded name. Throws `MSI_NO_STREAM` and `CFB_*`. */
  stream(name: string): ByteSource {
    return this.content.stream(name);
  }

  #systemRows(name: '_Tables' | '_Columns'): TransformRow[] {
    const columns = systemTables[name]!.map(([column, type], i) => describeColumn(column, i + 1, type, 2));
    const rows: TransformRow[] = [];
    for (const row of this.rows(name, columns)) {
      rows.push(row);
      if (rows.length <= MOST_NAMES) continue;
      throw new HotfixkitError('MSI_BAD_TRANSFORM', `there are too many changes to ${name}`, {
        stream: name,
        offset: row.offset,
        expected: `at most ${MOST_NAMES}`,
      });
    }
    return rows;
  }

  #readColumns(): void {
    for (const { change, values, offset } of this.#systemRows('_Columns')) {
      // A dropped table loses its columns; there is no other way to drop a column.
      const [table, number, name, type] = [0, 1, 2, 3].map((c) => values.get(c) ?? null);
      if (change === 'delete' && this.droppedTables.has(String(table))) continue;
      if (
        change !== 'insert' ||
        typeof table !== 'string' ||
        typeof name !== 'string' ||
        typeof type !== 'number'
      ) {
        throw new HotfixkitError(
          'MSI_BAD_TRANSFORM',
          'the transform changes a column instead of adding one',
          {
            stream: '_Columns',
            entry: `${table ?? ''}.${name ?? number ?? ''}`,
            offset,
          },
        );
      }
      const column = { name, type: type & 0xffff, number: typeof number === 'number' ? number : null };
      const columns = this.#columns.get(table);
      if (columns) columns.push(column);
      else this.#columns.set(table, [column]);
    }
    // Numbers are null where Windows wrote the transform, and in order where others did.
    for (const columns of this.#columns.values()) {
      if (columns.every(({ number }) => number !== null)) columns.sort((a, b) => a.number! - b.number!);
    }
  }
}
