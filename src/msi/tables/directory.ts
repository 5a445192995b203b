import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the Directory table (win32 docs, "Directory Table"). */
export interface DirectoryRow {
  directory: string; // Directory
  directoryParent: string | null; // Directory_Parent: Null, or the row itself, for the root.
  defaultDir: string; // DefaultDir: `target[:source]`, each side `short|long`.
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readDirectoryTable(database: Database): DirectoryRow[] {
  return readTypedRows(database, 'Directory', (row) => ({
    directory: row.text('Directory'),
    directoryParent: row.textOrNull('Directory_Parent'),
    defaultDir: row.text('DefaultDir'),
  }));
}
