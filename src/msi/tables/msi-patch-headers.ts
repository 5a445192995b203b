import type { BinaryCell } from '../binary-cell.js';
import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the MsiPatchHeaders table (win32 docs, "MsiPatchHeaders Table"). */
export interface MsiPatchHeadersRow {
  streamRef: string; // StreamRef: Patch.StreamRef_ refers to it.
  header: BinaryCell | null; // Header: first part of the delta.
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readMsiPatchHeadersTable(database: Database): MsiPatchHeadersRow[] {
  return readTypedRows(database, 'MsiPatchHeaders', (row) => ({
    streamRef: row.text('StreamRef'),
    header: row.binaryOrNull('Header'),
  }));
}
