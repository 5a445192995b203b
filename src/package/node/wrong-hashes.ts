import type { HotfixkitError } from '../../core/errors.js';
import { checkHash } from '../file-check.js';
import type { BatchItem } from './write-batch.js';

/** The files of one output whose MD5 is not the one that their package states. */
export class WrongHashes {
  readonly #items = new Map<number, BatchItem>();
  readonly #wrong = new Map<number, HotfixkitError>();

  /** A file that may turn out to be one. */
  expect(item: BatchItem): void {
    this.#items.set(item.number, item);
  }

  /** Compares the MD5 of a file that was expected, by its number; lower-case hexadecimal digits. Gives what is wrong. */
  compare(number: number, md5: string): HotfixkitError | null {
    const { file, label } = this.#items.get(number)!;
    const problem = checkHash(file, label, md5);
    if (problem) this.#wrong.set(number, problem);
    return problem;
  }

  /** What is wrong, `PACKAGE_FILE_HASH`, in the order of the files' numbers, in whichever order they were hashed. */
  get problems(): HotfixkitError[] {
    return [...this.#wrong].sort(([a], [b]) => a - b).map(([, problem]) => problem);
  }
}
