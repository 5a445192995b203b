import type { FileIdentity } from './file-identity.js';

/** Numbers of an entry: file, size, time. */
const NUMBERS = 3;

/**
 * What identifies files, noted by the threads that write them while they still have them open: looking at each by its
 * path afterwards takes as long as writing a small one.
 */
export class WrittenIdentities {
  readonly memory: SharedArrayBuffer;
  readonly #values: BigInt64Array;
  /** The same: the number of a file has no sign. */
  readonly #unsigned: BigUint64Array;

  /** For so many files, or those of another thread. */
  constructor(from: { files: number } | { memory: SharedArrayBuffer }) {
    this.memory = 'memory' in from ? from.memory : new SharedArrayBuffer(from.files * NUMBERS * 8);
    this.#values = new BigInt64Array(this.memory);
    this.#unsigned = new BigUint64Array(this.memory);
  }

  note(index: number, { ino, size, mtimeNs }: { ino: bigint; size: bigint; mtimeNs: bigint }): void {
    const at = index * NUMBERS;
    this.#unsigned[at] = ino;
    this.#values[at + 1] = size;
    this.#values[at + 2] = mtimeNs;
  }

  /** Null for a file that was not noted. */
  of(index: number): FileIdentity | null {
    const at = index * NUMBERS;
    const file = this.#unsigned[at]!;
    if (file === 0n) return null;
    return { file: String(file), size: String(this.#values[at + 1]), modified: String(this.#values[at + 2]) };
  }
}
