import { type ByteSource, checkRange } from '../../src/core/byte-source.js';

/** Bytes that are read at once, and how many such pages are kept. */
const PAGE = 256 * 1024;
const KEPT = 32;

/** A source that reads pages and keeps the last ones: reading a little of a blob takes as long as reading much. */
export class PagedSource implements ByteSource {
  readonly size: number;
  readonly #source: ByteSource;
  /** The page that was used last is the last one. */
  readonly #pages = new Map<number, Uint8Array>();

  constructor(source: ByteSource) {
    this.#source = source;
    this.size = source.size;
  }

  read(offset: number, length: number): Uint8Array {
    checkRange(this.size, offset, length);
    const first = Math.floor(offset / PAGE);
    const start = offset - first * PAGE;
    if (start + length <= PAGE) return this.#page(first).subarray(start, start + length);
    if (length > PAGE) return this.#source.read(offset, length);
    const bytes = new Uint8Array(length);
    const before = this.#page(first).subarray(start);
    bytes.set(before);
    bytes.set(this.#page(first + 1).subarray(0, length - before.length), before.length);
    return bytes;
  }

  readInto(offset: number, target: Uint8Array): void {
    target.set(this.read(offset, target.length));
  }

  #page(number: number): Uint8Array {
    let page = this.#pages.get(number);
    if (page) this.#pages.delete(number);
    else page = this.#source.read(number * PAGE, Math.min(PAGE, this.size - number * PAGE));
    this.#pages.set(number, page);
    if (this.#pages.size > KEPT) this.#pages.delete(this.#pages.keys().next().value!);
    return page;
  }
}
