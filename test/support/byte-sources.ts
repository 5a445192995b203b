import type { ByteSource } from '../../src/core/byte-source.js';
import { BufferSource } from '../../src/core/byte-source.js';

/** Counts what is asked of it. */
export class CountingSource implements ByteSource {
  readonly size: number;
  reads = 0;
  bytesRead = 0;
  /** Furthest byte that was read. */
  end = 0;
  readonly #inner: BufferSource;

  constructor(bytes: Uint8Array) {
    this.#inner = new BufferSource(bytes);
    this.size = bytes.length;
  }

  read(offset: number, length: number): Uint8Array {
    this.reads++;
    this.bytesRead += length;
    this.end = Math.max(this.end, offset + length);
    return this.#inner.read(offset, length);
  }
}

/** A source that is mostly zeros: `pieces` lie at their offsets. */
export class SparseSource implements ByteSource {
  readonly size: number;
  readonly #pieces: { offset: number; bytes: Uint8Array }[];

  constructor(size: number, pieces: { offset: number; bytes: Uint8Array }[]) {
    this.size = size;
    this.#pieces = pieces;
  }

  read(offset: number, length: number): Uint8Array {
    if (offset < 0 || offset + length > this.size) throw new RangeError('read past the end');
    const result = new Uint8Array(length);
    for (const piece of this.#pieces) {
      const from = Math.max(offset, piece.offset);
      const to = Math.min(offset + length, piece.offset + piece.bytes.length);
      if (from < to) result.set(piece.bytes.subarray(from - piece.offset, to - piece.offset), from - offset);
    }
    return result;
  }
}
