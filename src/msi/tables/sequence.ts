import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of a sequence table (win32 docs, "AdminExecuteSequence Table" and its siblings). */
export interface SequenceRow {
  action: string; // Action
  condition: string | null; // Condition
  sequence: number | null; // Sequence: > 0 runs in that order, -1 to -4 at end states, 0 or null never
}

export type SequenceTable =
  | 'AdminExecuteSequence'
  | 'AdminUISequence'
  | 'InstallExecuteSequence'
  | 'InstallUISequence'
  | 'AdvtExecuteSequence';

/** As stored; empty where the database has no such table. */
export function readSequenceTable(database: Database, table: SequenceTable): SequenceRow[] {
  return readTypedRows(database, table, (row) => ({
    action: row.text('Action'),
    condition: row.textOrNull('Condition'),
    sequence: row.integerOrNull('Sequence'),
  }));
}
