import type { ByteSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import type { Column } from './column.js';
import { encodeTable, type StoredValue, storeInteger } from './encode-table.js';
import { loadInteger } from './stored-rows.js';
import type { StringPoolBuilder } from './string-pool-builder.js';

/** A cell to be stored: a binary one by its bytes. */
export type CellContent = string | number | null | ByteSource;

/** The database around a table that is changed. */
export interface EditableContext {
  strings: StringPoolBuilder;
  /** Sets (or, with null, removes) the stream of a binary cell. */
  setStream: (name: string, source: ByteSource | null) => void;
}

/**
 * A table whose rows can be changed. Rows are found by their primary key and kept as stored, so that strings which the
 * code page cannot read keep their bytes.
 */
export class EditableTable {
  readonly name: string;
  readonly #context: EditableContext;
  readonly #rows = new Map<string, StoredValue[]>();
  #columns: Column[];
  #keyPlaces: number[] | null = null;

  /**
   * @param rows taken over; rows whose key another one has are kept, but cannot be found
   *
   * Throws `MSI_BAD_STRING_ID`.
   */
  constructor(
    name: string,
    columns: readonly Column[],
    rows: readonly StoredValue[][],
    context: EditableContext,
  ) {
    this.name = name;
    this.#columns = [...columns];
    this.#context = context;
    const { strings } = context;
    let twins = 0;
    for (const row of rows) {
      this.#columns.forEach((column, c) => {
        // A free entry reads as null, and its identifier may be reused for another string.
        if (column.kind === 'string' && row[c] !== 0 && this.#text(row[c]!, column) === null) row[c] = 0;
      });
      const key = this.#keys()
        .map((c) => (this.#columns[c]!.kind === 'string' ? strings.find(strings.text(row[c]!)) : row[c]))
        .join();
      this.#rows.set(this.#rows.has(key) ? `${key}#${++twins}` : key, row);
    }
  }

  get columns(): readonly Column[] {
    return this.#columns;
  }

  get rowCount(): number {
    return this.#rows.size;
  }

  /** The place of a column, counted from 0; -1 where there is no such column. */
  columnIndex(name: string): number {
    return this.#columns.findIndex((column) => column.name === name);
  }

  /** @param key values of the key columns, in their order */
  has(key: readonly CellContent[]): boolean {
    return this.#find(key) !== null;
  }

  /** The values of a row; a binary one as the name of its stream. Null where there is no such row. */
  get(key: readonly CellContent[]): (string | number | null)[] | null {
    const row = this.#find(key);
    return row ? this.#load(row) : null;
  }

  /** Rows as {@link get} gives them, in no particular order. */
  *rows(): IterableIterator<(string | number | null)[]> {
    for (const row of this.#rows.values()) yield this.#load(row);
  }

  /** Adds a row, which replaces the one with its key. Missing values are null. Throws `MSI_BAD_VALUE`. */
  insert(values: readonly CellContent[]): void {
    const row = new Array<StoredValue>(this.#columns.length).fill(0);
    const keys = this.#keys();
    for (const c of keys) row[c] = this.#store(values[c] ?? null, this.#columns[c]!);
    const key = keys.map((c) => row[c]).join();
    this.#columns.forEach((column, c) => {
      if (!column.key) row[c] = this.#storeCell(row, column, values[c] ?? null);
    });
    this.#rows.set(key, row);
  }

  /** Sets some columns (by index) of a row; false where there is no such row. Throws `MSI_BAD_VALUE`. */
  update(key: readonly CellContent[], changes: ReadonlyMap<number, CellContent>): boolean {
    const row = this.#find(key);
    if (!row) return false;
    for (const [c, value] of changes) {
      const column = this.#columns[c];
      if (!column || column.key) continue;
      row[c] = this.#storeCell(row, column, value);
    }
    return true;
  }

  /** Removes a row and its streams; false where there is none. */
  delete(key: readonly CellContent[]): boolean {
    const row = this.#find(key);
    if (!row) return false;
    this.#removeStreams(row);
    this.#rows.delete(this.#keyText(key)!);
    return true;
  }

  /** Removes all rows. */
  clear(): void {
    for (const row of this.#rows.values()) this.#removeStreams(row);
    this.#rows.clear();
  }

  /** Adds a column at the end; rows have null there. */
  addColumn(column: Column): void {
    this.#columns = [...this.#columns, column];
    this.#keyPlaces = null;
    for (const row of this.#rows.values()) row.push(0);
  }

  /** Calls `visit` with every identifier of a string, once for every cell. */
  eachString(visit: (id: number) => void): void {
    const places = this.#columns.flatMap((column, c) => (column.kind === 'string' ? [c] : []));
    for (const row of this.#rows.values()) for (const c of places) visit(row[c]!);
  }

  /** The table's stream. @param referenceSize bytes of a string reference */
  encode(referenceSize: 2 | 3): Uint8Array {
    const columns = this.#columns.map((column) =>
      column.kind === 'string' ? { ...column, width: referenceSize } : column,
    );
    return encodeTable(columns, [...this.#rows.values()]);
  }

  /** Indexes of the columns of the primary key; cached because every row needs them. */
  #keys(): readonly number[] {
    this.#keyPlaces ??= this.#columns.flatMap((column, c) => (column.key ? [c] : []));
    return this.#keyPlaces;
  }

  #find(key: readonly CellContent[]): StoredValue[] | null {
    const text = this.#keyText(key);
    return text === null ? null : (this.#rows.get(text) ?? null);
  }

  /** Null if a string of the key is in no table. */
  #keyText(key: readonly CellContent[]): string | null {
    const parts: StoredValue[] = [];
    for (const [i, c] of this.#keys().entries()) {
      const column = this.#columns[c]!;
      const value = key[i] ?? null;
      if (column.kind !== 'string') parts.push(this.#store(value, column));
      else {
        const id = typeof value === 'string' || value === null ? this.#context.strings.find(value) : null;
        if (id === null) return null;
        parts.push(id);
      }
    }
    return parts.join();
  }

  #store(value: CellContent, column: Column): StoredValue {
    if (value === null) return 0;
    if (column.kind === 'string' && typeof value === 'string') return this.#context.strings.add(value);
    if (column.kind === 'integer' && typeof value === 'number') return storeInteger(value, column.width);
    throw new HotfixkitError('MSI_BAD_VALUE', `a value does not fit the column ${this.name}.${column.name}`, {
      stream: this.name,
      expected: column.kind,
      found: typeof value,
    });
  }

  #storeCell(row: StoredValue[], column: Column, value: CellContent): StoredValue {
    if (column.kind !== 'binary') return this.#store(value, column);
    if (value !== null && typeof value !== 'object') return this.#store(value, column);
    // The binary cells of a row are one stream, because its name is made of the key.
    const isShared = this.#columns.some(
      (other, c) => other !== column && other.kind === 'binary' && row[c] !== 0,
    );
    if (value !== null || !isShared) this.#context.setStream(this.#streamName(row), value);
    return value === null ? 0 : 1;
  }

  #removeStreams(row: StoredValue[]): void {
    if (this.#columns.some((column, c) => column.kind === 'binary' && row[c] !== 0)) {
      this.#context.setStream(this.#streamName(row), null);
    }
  }

  #load(row: StoredValue[]): (string | number | null)[] {
    return this.#columns.map((column, c) => {
      if (column.kind === 'string') return this.#text(row[c]!, column);
      if (column.kind === 'binary') return row[c] === 0 ? null : this.#streamName(row);
      return loadInteger(row[c]!, column.width);
    });
  }

  /** `Table.Key1.Key2` */
  #streamName(row: StoredValue[]): string {
    const keys = this.#keys().map((c) => {
      const column = this.#columns[c]!;
      return column.kind === 'string' ? this.#text(row[c]!, column) : loadInteger(row[c]!, column.width);
    });
    return [this.name, ...keys.map((key) => key ?? '')].join('.');
  }

  #text(id: number, column: Column): string | null {
    const { strings } = this.#context;
    if (id <= strings.count) return strings.text(id);
    throw new HotfixkitError('MSI_BAD_STRING_ID', 'a string is not in the pool', {
      stream: this.name,
      entry: column.name,
      structure: 'string reference',
      expected: `an identifier up to ${strings.count}`,
      found: id,
    });
  }
}
