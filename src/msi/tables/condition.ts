import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the Condition table (win32 docs, "Condition Table"). */
export interface ConditionRow {
  feature: string; // Feature_
  level: number; // Level: Level that the feature gets if the condition holds.
  condition: string | null; // Condition
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readConditionTable(database: Database): ConditionRow[] {
  return readTypedRows(database, 'Condition', (row) => ({
    feature: row.text('Feature_'),
    level: row.integer('Level'),
    condition: row.textOrNull('Condition'),
  }));
}
