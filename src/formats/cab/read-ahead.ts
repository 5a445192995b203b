import { type ByteSource, readInto } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';

/** Bytes of one read: large enough to amortise the cost of a read, small enough to stay in the cache. */
const WINDOW_LENGTH = 256 * 1024;
/** A block or more. */
const LEAST_REST = 64 * 1024;
/** Bytes of the first read: a folder may have a few bytes, and a cabinet sixty thousand such folders. */
const FIRST_LENGTH = 8 * 1024;

/**
 * Reads a source in large pieces for a caller that reads it sequentially in small ones.
 *
 * The next read of a source may overwrite its result, and other callers may read between two calls, so the piece is
 * copied.
 */
export class ReadAhead {
  readonly source: ByteSource;
  #window: Uint8Array;
  /** Bytes that are read at once; more while one read follows the other. */
  #length = FIRST_LENGTH;
  #start = 0;
  #end = 0;

  /** @param earlier one that is not used any more; its memory is used again */
  constructor(source: ByteSource, earlier?: ReadAhead) {
    this.source = source;
    this.#window = earlier ? earlier.#window : new Uint8Array(FIRST_LENGTH);
  }

  /**
   * `length` bytes at `offset`, at most 64 KiB, valid until the next call. Throws `CAB_TRUNCATED` where the source ends
   * before.
   */
  view(offset: number, length: number): Uint8Array {
    if (offset < this.#start || offset + length > this.#end) this.#load(offset, length);
    const at = offset - this.#start;
    return this.#window.subarray(at, at + length);
  }

  /** What is at hand from `offset` on, 64 KiB at least where there is so much; valid until the next call. */
  rest(offset: number): Uint8Array {
    this.view(offset, Math.max(0, Math.min(LEAST_REST, this.source.size - offset)));
    return this.#window.subarray(offset - this.#start, this.#end - this.#start);
  }

  #load(offset: number, length: number): void {
    const { source } = this;
    if (offset + length > source.size) {
      throw new HotfixkitError('CAB_TRUNCATED', 'the cabinet ends within a block', {
        offset,
        structure: 'CFDATA',
        expected: `${length} bytes`,
        found: `${Math.max(0, source.size - offset)} bytes`,
      });
    }
    const isNext = offset >= this.#start && offset <= this.#end && this.#end > 0;
    if (isNext) this.#length = Math.min(4 * this.#length, WINDOW_LENGTH);
    this.#length = Math.max(this.#length, length);
    const available = Math.min(this.#length, source.size - offset);
    if (available > this.#window.length) this.#window = new Uint8Array(available);
    // The buffer is empty while the source reads, since the read may throw.
    this.#end = this.#start = 0;
    readInto(source, offset, this.#window.subarray(0, available));
    this.#start = offset;
    this.#end = offset + available;
  }
}
