import { HotfixkitError } from '../../core/errors.js';

/** What cabinets may use up; those of one package share it. */
export interface CabinetBudget {
  /**
   * Told how many files or folders a cabinet has, whichever is more, before they are read. Throws where that is too much:
   * such an error ends what is being opened, where other errors only end a set of cabinets.
   */
  countEntries(count: number): void;
}

/** Errors of a budget are about all that is opened, not about one cabinet. */
export function isBudgetError(error: unknown): boolean {
  return error instanceof HotfixkitError && error.code.startsWith('CONTAINER_');
}
