import { type ByteSource, checkRange, readInto, SliceSource } from './byte-source.js';
import type { HotfixkitError } from './errors.js';

/** A source whose end is missing, because the file that it lies in ends too early. Reading what is missing throws. */
export class CutSource implements ByteSource {
  /** Bytes that it should have. */
  readonly size: number;
  /** Bytes that are there, from its start on. */
  readonly available: number;
  readonly #source: ByteSource;
  /** What is thrown by reads beyond the cut. */
  readonly error: () => HotfixkitError;

  constructor(source: ByteSource, size: number, error: () => HotfixkitError) {
    this.#source = source;
    this.size = size;
    this.available = source.size;
    this.error = error;
  }

  read(offset: number, length: number): Uint8Array {
    this.#check(offset, length);
    if (length === 0) return new Uint8Array(0);
    return this.#source.read(offset, length);
  }

  readInto(offset: number, target: Uint8Array): void {
    this.#check(offset, target.length);
    if (target.length > 0) readInto(this.#source, offset, target);
  }

  #check(offset: number, length: number): void {
    checkRange(this.size, offset, length);
    if (length > 0 && offset + length > this.available) throw this.error();
  }
}

/** How many bytes of a source are missing at its end. */
export function missingBytes(source: ByteSource): number {
  return source instanceof CutSource ? source.size - source.available : 0;
}

/** What is there of a source: itself, or what lies before the cut. */
export function availablePart(source: ByteSource): ByteSource {
  return source instanceof CutSource ? new SliceSource(source, 0, source.available) : source;
}
