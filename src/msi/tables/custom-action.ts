import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the CustomAction table (win32 docs, "CustomAction Table"). */
export interface CustomActionRow {
  action: string; // Action
  type: number; // Type: Base type and option flags.
  source: string | null; // Source
  target: string | null; // Target
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readCustomActionTable(database: Database): CustomActionRow[] {
  return readTypedRows(database, 'CustomAction', (row) => ({
    action: row.text('Action'),
    type: row.integer('Type'),
    source: row.textOrNull('Source'),
    target: row.textOrNull('Target'),
  }));
}
