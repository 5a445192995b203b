import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the File table (win32 docs, "File Table"). */
export interface FileRow {
  file: string; // File: Key; also the name in the cabinet.
  component: string; // Component_
  fileName: string; // FileName: `short|long`
  fileSize: number; // FileSize: Bytes.
  version: string | null; // Version: A version, or the key of a companion file.
  language: string | null; // Language: Decimal language identifiers, comma between them.
  attributes: number | null; // Attributes
  sequence: number; // Sequence: Place on the media.
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readFileTable(database: Database): FileRow[] {
  return readTypedRows(database, 'File', (row) => ({
    file: row.text('File'),
    component: row.text('Component_'),
    fileName: row.text('FileName'),
    fileSize: row.size('FileSize'),
    version: row.textOrNull('Version'),
    language: row.textOrNull('Language'),
    attributes: row.integerOrNull('Attributes'),
    sequence: row.integer('Sequence'),
  }));
}
