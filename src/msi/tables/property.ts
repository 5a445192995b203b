import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the Property table (win32 docs, "Property Table"). */
export interface PropertyRow {
  property: string; // Property
  value: string; // Value: empty where odd packages leave it out.
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readPropertyTable(database: Database): PropertyRow[] {
  return readTypedRows(database, 'Property', (row) => ({
    property: row.text('Property'),
    value: row.textOrNull('Value') ?? '',
  }));
}
