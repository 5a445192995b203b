import { HotfixkitError } from '../../core/errors.js';
import type { Product } from '../../package/patch/patched-package.js';
import type { InstallationEvent } from './installation-log.js';

/**
 * The facts of the package for a log: its name and codes, the hidden properties (MsiHiddenProperties), its own messages
 * and the texts of its actions. A missing or damaged table gives none.
 */
export function productEvent(pkg: Product): Extract<InstallationEvent, { type: 'product' }> {
  const property = (name: string): string => pkg.properties.get(name) ?? '';
  const messages = new Map<number, string>();
  for (const row of rows(pkg, 'Error')) {
    if (typeof row.Error === 'number' && typeof row.Message === 'string')
      messages.set(row.Error, row.Message);
  }
  const actions = new Map<string, { description: string | null; template: string | null }>();
  for (const row of rows(pkg, 'ActionText')) {
    if (typeof row.Action === 'string') {
      actions.set(row.Action, { description: text(row.Description), template: text(row.Template) });
    }
  }
  return {
    type: 'product',
    name: property('ProductName'),
    version: property('ProductVersion'),
    language: property('ProductLanguage'),
    manufacturer: property('Manufacturer'),
    hidden: property('MsiHiddenProperties')
      .split(';')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    messages,
    actions,
  };
}

/** A problem in the texts for the log must not stop the installation. */
function rows({ database }: Product, table: string): Record<string, unknown>[] {
  try {
    return database.hasTable(table) ? [...database.table(table).records()] : [];
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return [];
    throw error;
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
