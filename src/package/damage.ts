import type { ErrorCode, Warning } from '../core/errors.js';
import type { OpenedPackage } from './opened-package.js';

/** Codes of files that end before their headers say. */
const truncated: ReadonlySet<ErrorCode> = new Set(['CFB_TRUNCATED', 'CAB_TRUNCATED', 'ZIP_TRUNCATED']);

/** The first warning that a file ends too early; null if there is none. Warnings with an entry are of files inside. */
export function damageIn(warnings: readonly Warning[]): Warning | null {
  return warnings.find(({ code, entry }) => truncated.has(code) && entry === undefined) ?? null;
}

/**
 * The warning that a package, one of its cabinets or a container around it ends too early; null if none does. A description of it
 * is incomplete. Cabinets count once they are opened. Other packages in the same container do not count.
 */
export function damageOf({
  content,
  container,
}: Pick<OpenedPackage, 'content' | 'container'>): Warning | null {
  return container?.damage ?? damageIn(content.warnings);
}
