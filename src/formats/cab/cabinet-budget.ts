import { HotfixkitError } from '../../core/errors.js';

/** Limits of the work for cabinets; the cabinets of one package share one budget. */
export interface CabinetBudget {
  /**
   * Takes the number of files or folders of a cabinet, whichever is more, before they are read. Throws above the limit:
   * this error stops the whole opening, while other errors only end a set of cabinets.
   */
  countEntries(count: number): void;
}

/** Errors of a budget concern the whole opening, not one cabinet. */
export function isBudgetError(error: unknown): boolean {
  return error instanceof HotfixkitError && error.code.startsWith('CONTAINER_');
}
