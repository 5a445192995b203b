/** Bytes one by one from pieces that are valid until the next one is requested. */
export class ByteFeed {
  readonly #pieces: Iterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array();
  #at = 0;

  constructor(pieces: Iterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /** -1 after the last one. */
  next(): number {
    while (this.#at === this.#piece.length) {
      const next = this.#pieces.next();
      if (next.done) return -1;
      this.#piece = next.value;
      this.#at = 0;
    }
    return this.#piece[this.#at++]!;
  }
}
