import type { Database } from '../database.js';
import { readTypedRows } from '../typed-rows.js';

/** A row of the Component table (win32 docs, "Component Table"). */
export interface ComponentRow {
  component: string; // Component
  componentId: string | null; // ComponentId
  directory: string; // Directory_
  attributes: number; // Attributes
  condition: string | null; // Condition
  keyPath: string | null; // KeyPath
}

/** Empty where the database has no such table. Throws `MSI_BAD_VALUE`. */
export function readComponentTable(database: Database): ComponentRow[] {
  return readTypedRows(database, 'Component', (row) => ({
    component: row.text('Component'),
    componentId: row.textOrNull('ComponentId'),
    directory: row.text('Directory_'),
    attributes: row.integer('Attributes'),
    condition: row.textOrNull('Condition'),
    keyPath: row.textOrNull('KeyPath'),
  }));
}
