import { type ByteSource, readInto } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';

/** Bytes that are read at once. Large enough that a read's own cost does not matter, small enough to stay in the cache. */
const WINDOW_LENGTH = 256 * 1024;
/** Bytes that are read first: a folder may have a few bytes, and a cabinet sixty thousand of those. */
const FIRST_LENGTH = 8 * 1024;

/**
 * Reads a source in large pieces, for somebody who goes through it from front to back in small ones.
 *
 * What a source returns may be overwritten by its next read, and others may use it between two calls here, so the
 * piece is kept as a copy.
 */
export class ReadAhead {
  readonly source: ByteSource;
  #window: Uint8Array;
  #start = 0;
  #end = 0;

  constructor(source: ByteSource) {
    this.source = source;
    this.#window = new Uint8Array(Math.min(FIRST_LENGTH, source.size));
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
    const wanted = Math.max(length, isNext ? Math.min(4 * this.#window.length, WINDOW_LENGTH) : 0);
    if (wanted > this.#window.length) this.#window = new Uint8Array(Math.min(wanted, source.size));
    const available = Math.min(this.#window.length, source.size - offset);
    // Nothing is held while the source reads: it may throw.
    this.#end = this.#start = 0;
    readInto(source, offset, this.#window.subarray(0, available));
    this.#start = offset;
    this.#end = offset + available;
  }
}
