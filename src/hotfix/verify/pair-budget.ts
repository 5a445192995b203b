import { HotfixkitError } from '../../core/errors.js';

/**
 * Rows and files of one name are compared in pairs, and so are rows and hashes: these are what a fraction of a second is enough for.
 * Published lists have many rows of a name in folders of their own (resources by language), which are few pairs.
 */
const MOST_PAIRS = 400_000;

/** An article may have many tables with the same names: together they are compared in two seconds. */
const MOST_OF_ALL = 2_000_000;

/** Pairs that may still be compared for all tables of an article. */
export class AllPairs {
  left = MOST_OF_ALL;
}

/** Counts pairs; refuses a name of more than {@link MOST_PAIRS}, and tables of more than {@link MOST_OF_ALL}. */
export class PairBudget {
  #left = MOST_PAIRS;
  readonly #entry: string;
  readonly #what: 'files' | 'hashes';
  readonly #all: AllPairs;

  /** @param what is paired with the rows of this name */
  constructor(entry: string, what: 'files' | 'hashes' = 'files', all: AllPairs = new AllPairs()) {
    this.#entry = entry;
    this.#what = what;
    this.#all = all;
  }

  spend(pairs: number): void {
    this.#left -= pairs;
    this.#all.left -= pairs;
    if (this.#left < 0) {
      this.#refuse(
        `a file table has too many rows of one name for the many ${this.#what} of that name`,
        MOST_PAIRS,
        this.#left,
      );
    }
    if (this.#all.left < 0) {
      this.#refuse(
        `the file tables have too many rows for the many ${this.#what} of their names`,
        MOST_OF_ALL,
        this.#all.left,
      );
    }
  }

  #refuse(message: string, most: number, left: number): never {
    throw new HotfixkitError('MANIFEST_INVALID', message, {
      entry: this.#entry,
      expected: most,
      found: most - left,
    });
  }
}
