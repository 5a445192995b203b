import { HotfixkitError } from './errors.js';

/**
 * Random access to a run of bytes: a file, a buffer, a stream inside a compound file, or a slice of any of them.
 *
 * `read` returns exactly `length` bytes and throws `READ_PAST_END` where the source ends before. What it returns
 * may be a view of shared memory: callers must not write to it, and must copy what they keep past the next read.
 */
export interface ByteSource {
  /** Length in bytes. */
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
  /** Fills `target` instead, so that one buffer can be used again and again. */
  readInto?(offset: number, target: Uint8Array): void;
  /** Whether somebody changed the bytes since the source was opened; absent where nobody can, or where it cannot be known. */
  isChanged?(): boolean;
}

/** Fills `target` with the bytes at `offset`; allocates no memory if the source supports that. */
export function readInto(source: ByteSource, offset: number, target: Uint8Array): void {
  if (source.readInto) source.readInto(offset, target);
  else target.set(source.read(offset, target.length));
}

/** Throws `READ_PAST_END` unless `[offset, offset + length)` lies inside `size`. */
export function checkRange(size: number, offset: number, length: number): void {
  if (!(offset >= 0 && length >= 0 && offset + length <= size)) {
    throw new HotfixkitError('READ_PAST_END', 'the data ends before what is to be read', {
      offset,
      expected: `${length} bytes`,
      found: `${Math.max(0, size - offset)} bytes`,
    });
  }
}

/** Bytes that are in memory already. Reads are views, nothing is copied. */
export class BufferSource implements ByteSource {
  readonly size: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.size = bytes.length;
  }

  read(offset: number, length: number): Uint8Array {
    checkRange(this.size, offset, length);
    return this.#bytes.subarray(offset, offset + length);
  }
}

/** A window on another source; offsets count from the window's start. */
export class SliceSource implements ByteSource {
  readonly size: number;
  readonly #source: ByteSource;
  readonly #start: number;

  constructor(source: ByteSource, start: number, length: number = source.size - start) {
    checkRange(source.size, start, length);
    this.#source = source;
    this.#start = start;
    this.size = length;
  }

  read(offset: number, length: number): Uint8Array {
    checkRange(this.size, offset, length);
    return this.#source.read(this.#start + offset, length);
  }

  readInto(offset: number, target: Uint8Array): void {
    checkRange(this.size, offset, target.length);
    readInto(this.#source, this.#start + offset, target);
  }
}

/** Reads the whole source into one array. For small sources: the caller has bounded `size`. */
export function readAll(source: ByteSource): Uint8Array {
  return source.read(0, source.size);
}
