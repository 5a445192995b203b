import type { Row } from '../../src/msi/binary-cell.js';
import type { Database } from '../../src/msi/database.js';
import type { Table } from '../../src/msi/table.js';
import { sequenceTables } from '../../src/package/inspect/describe-custom-actions.js';
import { sourceTable } from '../custom-action-source.js';

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
  'CustomAction.Source': 'Binary;File;Directory;Property',
  'Shortcut.Target': 'Feature',
  'MoveFile.SourceFolder': 'Directory',
  'MoveFile.DestFolder': 'Directory',
  'ReserveCost.ReserveFolder': 'Directory',
  'ProgId.ProgId_Parent': 'ProgId',
  'Class.ProgId_Default': 'ProgId',
  'MIME.CLSID': 'Class',
  'MsiAssembly.File_Manifest': 'File',
  'MsiAssembly.File_Application': 'File',
  'ODBCDriver.File_Setup': 'File',
  'ODBCTranslator.File_Setup': 'File',
};
const isSequence: ReadonlySet<string> = new Set(sequenceTables);

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
    const called = column === 'Action' && isSequence.has(table) ? 'CustomAction;Dialog' : undefined;
    const stated = this.#stated.get(name) ?? unmarked[name] ?? called ?? byName ?? '';
    return stated
      .split(';')
      .map((one) => one.trim())
      .filter((one) => one !== '' && this.#database.hasTable(one));
  }

  /** The same for a row of the table, where other columns of it say which of the tables is meant. */
  ofRow(table: Table, row: Row, column: string): string[] {
    const all = this.of(table.name, column);
    if (table.name !== 'CustomAction' || column !== 'Source') return all;
    const source = sourceTable(row[table.columnIndex('Type')]);
    return all.filter((one) => one === source);
  }
}
