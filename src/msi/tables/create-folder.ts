import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the CreateFolder table (win32 docs, "CreateFolder Table"). */
export interface CreateFolderRow {
  directory: string; // Directory_
  component: string; // Component_
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readCreateFolderTable(database: Database): CreateFolderRow[] {
  return readTypedRows(database, 'CreateFolder', (row) => ({
    directory: row.text('Directory_'),
    component: row.text('Component_'),
  }));
}
