import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the LaunchCondition table (win32 docs, "LaunchCondition Table"). */
export interface LaunchConditionRow {
  condition: string; // Condition
  description: string; // Description
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readLaunchConditionTable(database: Database): LaunchConditionRow[] {
  return readTypedRows(database, 'LaunchCondition', (row) => ({
    condition: row.text('Condition'),
    description: row.text('Description'),
  }));
}
