import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the MsiFileHash table (win32 docs, "MsiFileHash Table"). */
export interface MsiFileHashRow {
  file: string; // File_
  options: number; // Options: 0.
  hashPart1: number; // HashPart1
  hashPart2: number; // HashPart2
  hashPart3: number; // HashPart3
  hashPart4: number; // HashPart4
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readMsiFileHashTable(database: Database): MsiFileHashRow[] {
  return readTypedRows(database, 'MsiFileHash', (row) => ({
    file: row.text('File_'),
    options: row.integer('Options'),
    hashPart1: row.integer('HashPart1'),
    hashPart2: row.integer('HashPart2'),
    hashPart3: row.integer('HashPart3'),
    hashPart4: row.integer('HashPart4'),
  }));
}
