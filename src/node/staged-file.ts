import { type BigIntStats, closeSync, fstatSync, futimesSync, openSync, readSync, writeSync } from 'node:fs';
import { HotfixkitError } from '../core/errors.js';
import { diskError } from './disk-error.js';

/** Chunks are gathered into writes of this many bytes. */
const GATHER = 256 * 1024;
/** Copies from shared memory take a quarter of the time where both sides lie alike in words of so many bytes. */
const WORD = 8;

/** Buffers of ended files, reused for the next ones: thousands of small files need only one. */
const spare: Uint8Array[] = [];

/** A file being written in chunks. Chunks are copied before `write` returns. */
export class StagedFile {
  readonly #label: string;
  readonly #modified: Date | null;
  readonly #whole: () => void;
  readonly #identify: ((stat: BigIntStats) => void) | null;
  readonly #descriptor: number;
  #gathered: Uint8Array | null = null;
  /** The bytes gathered are those from `#from` to `#fill`. */
  #from = 0;
  #fill = 0;
  /** All bytes of a small file, once it is complete; a view of those gathered. */
  #content: Uint8Array | null = null;
  #isFlushed = false;
  #isClosed = false;

  /**
   * `label` is what errors name; `whole` is called when the file has been closed with all its bytes, `identify` right
   * before that. `isWritten`: the file is complete already, to be read.
   */
  constructor(
    path: string,
    options: {
      label?: string;
      modified?: Date | null;
      whole?: () => void;
      identify?: ((stat: BigIntStats) => void) | null;
      isWritten?: boolean;
    } = {},
  ) {
    this.#label = options.label ?? path;
    this.#modified = options.modified ?? null;
    this.#whole = options.whole ?? (() => undefined);
    this.#identify = options.identify ?? null;
    this.#descriptor = options.isWritten
      ? this.#reading(() => openSync(path, 'r'))
      : this.#disk(() => openSync(path, 'wx+', 0o666));
  }

  /** Appends bytes. */
  write(chunk: Uint8Array): void {
    if (chunk.length >= GATHER) {
      this.#flush();
      this.#writeAll(chunk);
      return;
    }
    this.#gathered ??= spare.pop() ?? new Uint8Array(GATHER + WORD);
    if (this.#fill + chunk.length > GATHER) this.#flush();
    if (this.#fill === 0) {
      this.#from = chunk.byteOffset % WORD;
      this.#fill = this.#from;
    }
    this.#gathered.set(chunk, this.#fill);
    this.#fill += chunk.length;
  }

  /** Writes all bytes that came. There may be no more; those of a small file stay at hand. */
  complete(): void {
    const isWhole = !this.#isFlushed;
    const content = this.#gathered?.subarray(this.#from, this.#fill) ?? null;
    this.#flush();
    if (isWhole) this.#content = content;
    else this.#release();
  }

  /** Whether all bytes of a completed file are in memory. */
  get isAtHand(): boolean {
    return this.#content !== null;
  }

  /** Reads again what a completed file has from `at` on, as many bytes as `target` has. Throws `FILE_READ`. */
  read(target: Uint8Array, at: number): void {
    if (this.#content && at + target.length <= this.#content.length) {
      target.set(this.#content.subarray(at, at + target.length));
      return;
    }
    for (let done = 0; done < target.length; ) {
      const count = this.#readSome(target, done, at + done);
      if (count === 0)
        throw new HotfixkitError('FILE_READ', 'it ends early', { file: this.#label, offset: at + done });
      done += count;
    }
  }

  /** Completes the file, sets its times and closes it. */
  end(): void {
    this.#flush();
    this.#release();
    this.#disk(() => {
      if (this.#modified) futimesSync(this.#descriptor, this.#modified, this.#modified);
      this.#identify?.(fstatSync(this.#descriptor, { bigint: true }));
      this.#close();
    });
    this.#whole();
  }

  /** Closes the file, unless it was ended, without adding it to the output. Rolling back removes it with the staging folder. */
  abandon(): void {
    this.#release();
    if (!this.#isClosed) ignoreErrors(() => this.#close());
  }

  /** Once: the number of the file may be that of another one by then. */
  #close(): void {
    this.#isClosed = true;
    closeSync(this.#descriptor);
  }

  #release(): void {
    if (this.#gathered) spare.push(this.#gathered);
    this.#gathered = null;
    this.#content = null;
    this.#from = 0;
    this.#fill = 0;
  }

  #flush(): void {
    if (this.#gathered && this.#fill > this.#from)
      this.#writeAll(this.#gathered.subarray(this.#from, this.#fill));
    this.#isFlushed = true;
    this.#from = 0;
    this.#fill = 0;
  }

  #writeAll(bytes: Uint8Array): void {
    this.#disk(() => {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#descriptor, bytes, done, bytes.length - done);
      }
    });
  }

  #readSome(target: Uint8Array, from: number, at: number): number {
    return this.#reading(() => readSync(this.#descriptor, target, from, target.length - from, at));
  }

  #reading<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      throw diskError(error, 'FILE_READ', 'cannot be read', this.#label);
    }
  }

  #disk<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'cannot be written', this.#label);
    }
  }
}

function ignoreErrors(body: () => void): void {
  try {
    body();
  } catch {
    // Taking back must go on with the rest.
  }
}
