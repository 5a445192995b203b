import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the PatchPackage table (win32 docs, "PatchPackage Table"). */
export interface PatchPackageRow {
  patchId: string; // PatchId: Patch code.
  media: number; // Media_
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readPatchPackageTable(database: Database): PatchPackageRow[] {
  return readTypedRows(database, 'PatchPackage', (row) => ({
    patchId: row.text('PatchId'),
    media: row.integer('Media_'),
  }));
}
