import { Md5Kernel } from '../../codecs/kernels/md5-kernel.js';
import { HotfixkitError } from '../../core/errors.js';
import type { StagedFile } from '../../node/staged-file.js';

/** Larger files, in bytes, are hashed while they are written: the last one would be waited for alone. */
const LARGEST = 16 * 1024 * 1024;
/** Files that may wait for their turn while they are open. */
const MOST_WAITING = 8;
/** With fewer files side by side, hashing takes longer than it has to. */
const WORTH_A_STEP = 6;
/** With as many files as there is room for side by side, a step takes so many bytes of them. */
const STEP = 8 * 64 * 1024;

/** Whether a file of so many bytes is better hashed when it is complete. */
export function isHashedLate(size: number): boolean {
  return size <= LARGEST;
}

interface LateFile {
  output: StagedFile;
  size: number;
  done: (md5: string) => void;
}

/**
 * MD5 of files once they are complete, several side by side, which takes half of the time that one after the other
 * takes, with reading them again. For disks that have in memory what was written to them.
 */
export class LateHashes {
  readonly #kernel: Md5Kernel;
  readonly #waiting: LateFile[] = [];
  /** Bytes that were written since a step. */
  #written = 0;

  /** Null where there is no WebAssembly. */
  static begin(): LateHashes | null {
    try {
      return new LateHashes(new Md5Kernel());
    } catch (error) {
      if (error instanceof HotfixkitError && error.code === 'WEBASSEMBLY_UNAVAILABLE') return null;
      throw error;
    }
  }

  private constructor(kernel: Md5Kernel) {
    this.#kernel = kernel;
  }

  /** Whether any files wait, or are being hashed. */
  get isBusy(): boolean {
    return this.#kernel.active > 0;
  }

  /** Takes a complete file. `done` is told its MD5, in lower-case hexadecimal digits. Throws what reading it throws. */
  add(file: LateFile): void {
    this.#waiting.push(file);
    this.#takeUp();
    while (this.#waiting.length > MOST_WAITING) this.#step();
  }

  /** So many bytes were written: goes on with about as many. */
  keepUp(bytes: number): void {
    this.#written += bytes;
    for (; this.#written >= STEP; this.#written -= STEP) {
      if (this.#kernel.isFull) this.#step();
    }
  }

  /** Goes on while there is nothing else to do. False where it is better to wait for more files. */
  goOn(): boolean {
    if (this.#kernel.active < WORTH_A_STEP) return false;
    this.#step();
    return true;
  }

  /** Hashes all that is left. */
  finish(): void {
    while (this.#kernel.active > 0) this.#step();
  }

  #step(): void {
    this.#kernel.step();
    this.#takeUp();
  }

  #takeUp(): void {
    while (this.#waiting.length > 0 && !this.#kernel.isFull) {
      const { output, size, done } = this.#waiting.shift()!;
      this.#kernel.add(size, (target, at) => output.read(target, at), done);
    }
  }
}
