import type { Database } from '../../src/msi/database.js';

/** Columns that refer to a row without the underscore that marks most of them (win32 docs, "Database Tables"). */
const unmarked: Readonly<Record<string, string>> = {
  'Directory.Directory_Parent': 'Directory',
  'Feature.Feature_Parent': 'Feature',
  'Component.KeyPath': 'File;Registry;ODBCDataSource',
  'Control.Control_Next': 'Control',
  'Dialog.Control_First': 'Control',
  'Dialog.Control_Default': 'Control',
  'Dialog.Control_Cancel': 'Control',
  'DuplicateFile.DestFolder': 'Directory',
  'RemoveFile.DirProperty': 'Directory',
  'Shortcut.WkDir': 'Directory',
  'MsiDigitalSignature.SignObject': 'Media',
};

/**
 * The tables that the values of a column are keys of: as the _Validation table says; in a package without it, by the name of
 * the column, `Component_`.
 */
export class References {
  readonly #database: Database;
  readonly #stated = new Map<string, string>();

  constructor(database: Database) {
    this.#database = database;
    if (!database.hasTable('_Validation')) return;
    const table = database.table('_Validation');
    const [name, column, key] = ['Table', 'Column', 'KeyTable'].map((one) => table.columnIndex(one));
    for (const row of table.rows()) {
      const keyTable = row[key!];
      if (typeof keyTable === 'string') this.#stated.set(`${row[name!]}.${row[column!]}`, keyTable);
    }
  }

  of(table: string, column: string): string[] {
    const name = `${table}.${column}`;
    const byName = /^(.+)_$/.exec(column)?.[1];
    const stated = this.#stated.get(name) ?? unmarked[name] ?? byName ?? '';
    return stated
      .split(';')
      .map((one) => one.trim())
      .filter((one) => one !== '' && this.#database.hasTable(one));
  }
}
