import type { BinaryCell } from '../binary-cell.js';
import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the Patch table (win32 docs, "Patch Table"). */
export interface PatchRow {
  file: string; // File_
  sequence: number; // Sequence
  patchSize: number; // PatchSize: Bytes.
  attributes: number; // Attributes: 1 = failure is not fatal.
  header: BinaryCell | null; // Header: first part of the delta, if it is not in MsiPatchHeaders.
  streamRef: string | null; // StreamRef_
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readPatchTable(database: Database): PatchRow[] {
  return readTypedRows(database, 'Patch', (row) => ({
    file: row.text('File_'),
    sequence: row.integer('Sequence'),
    patchSize: row.size('PatchSize'),
    attributes: row.integer('Attributes'),
    header: row.binaryOrNull('Header'),
    streamRef: row.textOrNull('StreamRef_'),
  }));
}
