import { HotfixkitError } from '../../core/errors.js';
import type { Product } from '../../package/patch/patched-package.js';
import type { InstallationEvent } from './installation-log.js';

/**
 * What a log needs of the package: who it is, which properties stay hidden (MsiHiddenProperties), its own messages and
 * the texts of its actions. A table that is not there, or not as it should be, gives none.
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

/** What a log says about a package must not stop the package from being installed. */
function rows({ database }: Product, table: string): Record<string, unknown>[] {
  try {
    return database.hasTable(table) ? [...database.table(table).records()] : [];
  } catch (error) {
    if (error instanceof HotfixkitError) return [];
    throw error;
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
