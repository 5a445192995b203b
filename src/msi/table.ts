import type { Row, Value } from './binary-cell.js';
import type { Column } from './column.js';

/** A table: its columns and a way to its rows, which are decoded each time they are asked for. */
export class Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** The columns of the primary key. */
  readonly keys: readonly Column[];
  readonly rowCount: number;
  readonly #read: () => IterableIterator<Row>;

  constructor(name: string, columns: readonly Column[], rowCount: number, read: () => IterableIterator<Row>) {
    this.name = name;
    this.columns = columns;
    this.keys = columns.filter((column) => column.key);
    this.rowCount = rowCount;
    this.#read = read;
  }

  /** Place of a column in a row; -1 where there is none. */
  columnIndex(name: string): number {
    return this.columns.findIndex((column) => column.name === name);
  }

  /** Values in the order of the columns, rows in the order in which they are stored. Throws `MSI_BAD_STRING_ID`. */
  rows(): IterableIterator<Row> {
    return this.#read();
  }

  /** Rows by column name. */
  *records(): IterableIterator<Record<string, Value>> {
    const names = this.columns.map((column) => column.name);
    // `__proto__` is a legal name for a column, but assigning to it sets no property.
    const plain = !names.includes('__proto__');
    for (const row of this.rows()) {
      const record: Record<string, Value> = plain
        ? {}
        : Object.fromEntries(names.map((name, c) => [name, row[c]!]));
      if (plain) for (let c = 0; c < names.length; c++) record[names[c]!] = row[c]!;
      yield record;
    }
  }
}
