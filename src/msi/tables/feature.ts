import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the Feature table (win32 docs, "Feature Table"). */
export interface FeatureRow {
  feature: string; // Feature
  featureParent: string | null; // Feature_Parent
  title: string | null; // Title
  description: string | null; // Description
  display: number | null; // Display
  level: number; // Level: 0 = never installed.
  directory: string | null; // Directory_
  attributes: number | null; // Attributes
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readFeatureTable(database: Database): FeatureRow[] {
  return readTypedRows(database, 'Feature', (row) => ({
    feature: row.text('Feature'),
    featureParent: row.textOrNull('Feature_Parent'),
    title: row.textOrNull('Title'),
    description: row.textOrNull('Description'),
    display: row.integerOrNull('Display'),
    level: row.integer('Level'),
    directory: row.textOrNull('Directory_'),
    attributes: row.integerOrNull('Attributes'),
  }));
}
