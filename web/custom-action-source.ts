import { type CustomActionType, customActionType } from '../src/msi/custom-action-type.js';

const tables: Partial<Record<CustomActionType['source'], string>> = {
  binary: 'Binary',
  file: 'File',
  directory: 'Directory',
  property: 'Property',
};

/** The table that CustomAction.Source names a row of, as CustomAction.Type says; null where it names none. */
export function sourceTable(type: unknown): string | null {
  return typeof type === 'number' ? (tables[customActionType(type).source] ?? null) : null;
}
