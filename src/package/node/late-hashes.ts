import { Md5Kernel } from '../../codecs/kernels/md5-kernel.js';
import { LANES } from '../../codecs/kernels/md5-layout.js';
import { HotfixkitError } from '../../core/errors.js';
import { Hasher } from '../../node/hash.js';

/** Larger files, in bytes, are hashed while they are written: the last one would be waited for alone. */
const LARGEST = 16 * 1024 * 1024;
/** Files that may be open here: those side by side, and as many that wait for their turn. */
const MOST = 2 * LANES;
/** With fewer files side by side, hashing takes longer than it has to. */
const WORTH_A_STEP = 6;
/** Fewer files are done sooner one after the other: each takes a third of the time that it takes beside others. */
const WORTH_THE_KERNEL = 3;
/** With fewer bytes, another thread has no sooner begun than this one would be done. */
const WORTH_GIVING = 4 * 1024 * 1024;
/** With as many files as there is room for side by side, a step takes so many bytes of them. */
const STEP = LANES * 64 * 1024;

/** Whether a file of so many bytes is better hashed when it is complete. */
export function isHashedLate(size: number): boolean {
  return size <= LARGEST;
}

/** A complete file. */
export interface LateFile {
  readonly size: number;
  /** Whether its bytes are in memory, so that nothing has to be read. */
  readonly isAtHand: boolean;
  /** Gives what it has from `at` on, as many bytes as `target` has. */
  read(target: Uint8Array, at: number): void;
  /** Told its MD5, in lower-case hexadecimal digits. */
  hashed(md5: string): void;
}

/**
 * MD5 of files once they are complete, several side by side, which takes half of the time that one after the other
 * takes, with reading them again. For disks that have in memory what was written to them.
 */
export class LateHashes<File extends LateFile = LateFile> {
  /** Undefined until there are several files to hash; null where there is no WebAssembly. */
  #kernel: Md5Kernel | null | undefined;
  /** Those that were not begun. */
  #waiting: File[] = [];
  /** Bytes that were written since a step. */
  #written = 0;

  /** Whether any files wait, or are being hashed. */
  get isBusy(): boolean {
    return this.#count > 0;
  }

  get #count(): number {
    return this.#begun + this.#waiting.length;
  }

  get #begun(): number {
    return this.#kernel?.active ?? 0;
  }

  /** Takes a file. Throws what reading it throws. */
  add(file: File): void {
    this.#waiting.push(file);
    while (this.#count > MOST) this.#step();
  }

  /** So many bytes were written: goes on with about as many. */
  keepUp(bytes: number): void {
    this.#written += bytes;
    for (; this.#written >= STEP; this.#written -= STEP) {
      if (this.#count >= LANES) this.#step();
    }
  }

  /** Goes on while there is nothing else to do. False where it is better to wait for more files. */
  goOn(): boolean {
    if (this.#count < WORTH_A_STEP) return false;
    this.#step();
    return true;
  }

  /** Gives back the files that were not begun, if another thread had better hash them while this one goes on with the others. */
  giveBack(): File[] {
    const given = this.#waiting.filter(({ isAtHand }) => !isAtHand);
    const bytes = given.reduce((sum, { size }) => sum + size, 0);
    if (this.#begun === 0 || bytes < WORTH_GIVING) return [];
    this.#waiting = this.#waiting.filter(({ isAtHand }) => isAtHand);
    return given;
  }

  /** Hashes all that is left, in short steps. */
  *finishSteps(): Generator<void, void, void> {
    while (this.isBusy) {
      if (this.#begun === 0 && this.#waiting.length < WORTH_THE_KERNEL)
        yield* hashSteps(this.#waiting.shift()!);
      else this.#step();
      yield;
    }
  }

  #step(): void {
    if (this.#kernel === undefined) this.#kernel = beginKernel();
    if (this.#kernel === null) {
      for (const step of hashSteps(this.#waiting.shift()!)) void step;
      return;
    }
    this.#takeUp(this.#kernel);
    this.#kernel.step();
  }

  #takeUp(kernel: Md5Kernel): void {
    while (this.#waiting.length > 0 && !kernel.isFull) {
      const file = this.#waiting.shift()!;
      kernel.add(
        file.size,
        (target, at) => file.read(target, at),
        (md5) => file.hashed(md5),
      );
    }
  }
}

/** Null where there is no WebAssembly. */
function beginKernel(): Md5Kernel | null {
  try {
    return new Md5Kernel();
  } catch (error) {
    if (error instanceof HotfixkitError && error.code === 'WEBASSEMBLY_UNAVAILABLE') return null;
    throw error;
  }
}

/** Hashes one file. */
function* hashSteps(file: LateFile): Generator<void, void, void> {
  const hasher = new Hasher('md5');
  const buffer = new Uint8Array(Math.min(STEP, file.size));
  for (let at = 0; at < file.size; at += STEP) {
    const piece = buffer.subarray(0, Math.min(STEP, file.size - at));
    file.read(piece, at);
    hasher.update(piece);
    yield;
  }
  file.hashed(hasher.hex());
}
