import { HotfixkitError } from '../../core/errors.js';

/**
 * Rows and files of one name are compared in pairs, which takes a second for so many. Published lists have many rows of
 * a name in folders of their own (resources by language), which are few pairs.
 */
const MOST_PAIRS = 400_000;

/** Counts pairs; refuses a table of more than {@link MOST_PAIRS}. */
export class PairBudget {
  #left = MOST_PAIRS;
  readonly #entry: string;

  constructor(entry: string) {
    this.#entry = entry;
  }

  spend(pairs: number): void {
    this.#left -= pairs;
    if (this.#left >= 0) return;
    throw new HotfixkitError(
      'MANIFEST_INVALID',
      'a file table has too many rows of one name for the many files of that name',
      { entry: this.#entry, expected: MOST_PAIRS, found: MOST_PAIRS - this.#left },
    );
  }
}
