import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the Media table (win32 docs, "Media Table"). */
export interface MediaRow {
  diskId: number; // DiskId
  lastSequence: number; // LastSequence
  diskPrompt: string | null; // DiskPrompt
  cabinet: string | null; // Cabinet: `#name` is a stream.
  volumeLabel: string | null; // VolumeLabel
  source: string | null; // Source: A property name, in patches.
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readMediaTable(database: Database): MediaRow[] {
  return readTypedRows(database, 'Media', (row) => ({
    diskId: row.integer('DiskId'),
    lastSequence: row.integerOrNull('LastSequence') ?? 0,
    diskPrompt: row.textOrNull('DiskPrompt'),
    cabinet: row.textOrNull('Cabinet'),
    volumeLabel: row.textOrNull('VolumeLabel'),
    source: row.textOrNull('Source'),
  }));
}
