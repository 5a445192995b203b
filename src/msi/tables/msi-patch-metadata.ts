import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the MsiPatchMetadata table (win32 docs, "MsiPatchMetadata Table"). */
export interface MsiPatchMetadataRow {
  company: string | null; // Company
  property: string; // Property
  value: string | null; // Value
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readMsiPatchMetadataTable(database: Database): MsiPatchMetadataRow[] {
  return readTypedRows(database, 'MsiPatchMetadata', (row) => ({
    company: row.textOrNull('Company'),
    property: row.text('Property'),
    value: row.textOrNull('Value'),
  }));
}
