import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the MsiPatchSequence table (win32 docs, "MsiPatchSequence Table"). */
export interface MsiPatchSequenceRow {
  patchFamily: string; // PatchFamily
  productCode: string | null; // ProductCode
  sequence: string | null; // Sequence
  attributes: number | null; // Attributes: 1 = supersedes earlier ones.
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readMsiPatchSequenceTable(database: Database): MsiPatchSequenceRow[] {
  return readTypedRows(database, 'MsiPatchSequence', (row) => ({
    patchFamily: row.text('PatchFamily'),
    productCode: row.textOrNull('ProductCode'),
    sequence: row.textOrNull('Sequence'),
    attributes: row.integerOrNull('Attributes'),
  }));
}
