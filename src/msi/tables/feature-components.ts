import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the FeatureComponents table (win32 docs, "FeatureComponents Table"). */
export interface FeatureComponentsRow {
  feature: string; // Feature_
  component: string; // Component_
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readFeatureComponentsTable(database: Database): FeatureComponentsRow[] {
  return readTypedRows(database, 'FeatureComponents', (row) => ({
    feature: row.text('Feature_'),
    component: row.text('Component_'),
  }));
}
