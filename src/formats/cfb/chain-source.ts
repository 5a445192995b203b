import { type ByteSource, checkRange, readInto } from '../../core/byte-source.js';

const READ_AHEAD = 4096;

/** Bytes that follow one another in the stream and in the source below it. */
export interface Run {
  /** Place of the first byte in the stream. */
  position: number;
  /** Place of the first byte in the source. */
  offset: number;
  length: number;
}

/** A stream composed of runs of another source. Reads within one run do not copy. */
export class ChainSource implements ByteSource {
  readonly size: number;
  readonly #source: ByteSource;
  readonly #runs: readonly Run[];

  /** @param runs in stream order, without gaps, at least `size` bytes in all */
  constructor(source: ByteSource, runs: readonly Run[], size: number) {
    this.#source = source;
    this.#runs = runs;
    this.size = size;
  }

  read(offset: number, length: number): Uint8Array {
    checkRange(this.size, offset, length);
    if (length === 0) return new Uint8Array(0);
    const run = this.#runs[this.#find(offset)]!;
    const within = offset - run.position;
    if (within + length <= run.length) return this.#source.read(run.offset + within, length);
    const bytes = new Uint8Array(length);
    this.readInto(offset, bytes);
    return bytes;
  }

  readInto(offset: number, target: Uint8Array): void {
    checkRange(this.size, offset, target.length);
    let index = this.#find(offset);
    for (let done = 0; done < target.length; index++) {
      const run = this.#runs[index]!;
      const skip = offset + done - run.position;
      const count = Math.min(target.length - done, run.length - skip);
      const piece = target.subarray(done, done + count);
      // Short pieces come from the source's read-ahead buffer; long ones are read directly into the result.
      if (count < READ_AHEAD) piece.set(this.#source.read(run.offset + skip, count));
      else readInto(this.#source, run.offset + skip, piece);
      done += count;
    }
  }

  #find(offset: number): number {
    let low = 0;
    let high = this.#runs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#runs[middle]!.position <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
