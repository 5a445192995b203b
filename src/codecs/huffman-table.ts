/** Longest code that the formats here know. */
const MAX_LENGTH = 16;

/**
 * A canonical Huffman code, most significant bit first, as LZX writes them: shorter codes come first, and within a
 * length the smaller symbol.
 *
 * The codes sorted that way are also sorted as numbers, so the table is filled from its start to its end in one
 * sweep. Codes of at most `rootBits` bits are looked up by the next `rootBits` bits; the longer ones, which all lie
 * behind `longStart`, by as many bits as the longest of them has:
 *
 *     let index = bits >>> rootShift;
 *     if (index >= longStart) index = (bits >>> longShift) - longBias;
 *     entry = entries[index];
 *
 * where `bits` holds the next 32 bits. An entry is `payloads[symbol] | length`.
 */
export class HuffmanTable {
  readonly entries: Int32Array;
  readonly rootShift: number;
  longStart = 0;
  longShift = 0;
  longBias = 0;
  readonly #payloads: Int32Array;
  readonly #rootBits: number;
  readonly #sorted: Uint16Array;
  readonly #counts = new Int32Array(MAX_LENGTH + 2);

  /**
   * `payloads` has one number a symbol, with the low five bits clear. The entries are put into `entries`, if it is
   * given; {@link entriesNeeded} tells how long that must be.
   */
  constructor(payloads: Int32Array, rootBits: number, entries?: Int32Array) {
    this.#payloads = payloads;
    this.#rootBits = rootBits;
    this.rootShift = 32 - rootBits;
    this.#sorted = new Uint16Array(payloads.length);
    this.entries = entries ?? new Int32Array(HuffmanTable.entriesNeeded(payloads.length, rootBits));
  }

  static entriesNeeded(symbols: number, rootBits: number): number {
    // A root slot that leads to longer codes holds two symbols at least, in a complete code.
    const longSlots = Math.min(symbols >> 1, 1 << rootBits);
    return (1 << rootBits) + (longSlots << (MAX_LENGTH - rootBits));
  }

  /**
   * Takes on the code in which symbol `i` has `lengths[i]` bits (0: it does not occur, 16 at most). False, and the
   * table is unusable, where the lengths make no complete code; `isEmpty` tells whether all of them were 0.
   */
  build(lengths: Uint8Array): boolean {
    const counts = this.#counts;
    const sorted = this.#sorted;
    const symbols = this.#payloads.length;
    counts.fill(0);
    for (let symbol = 0; symbol < symbols; symbol++) counts[lengths[symbol]!]!++;

    let used = 0;
    let longest = 0;
    let at = 0;
    for (let length = 1; length <= MAX_LENGTH; length++) {
      const count = counts[length]!;
      used += count << (MAX_LENGTH - length);
      if (count > 0) longest = length;
      counts[length] = at;
      at += count;
    }
    if (used !== 1 << MAX_LENGTH) return false;
    const codes = at;
    for (let symbol = 0; symbol < symbols; symbol++) {
      const length = lengths[symbol]!;
      if (length !== 0) sorted[counts[length]!++] = symbol;
    }

    this.#fill(lengths, codes, longest);
    return true;
  }

  #fill(lengths: Uint8Array, codes: number, longest: number): void {
    const { entries } = this;
    const payloads = this.#payloads;
    const sorted = this.#sorted;
    const rootBits = this.#rootBits;
    let at = 0;
    let i = 0;
    for (; i < codes; i++) {
      const symbol = sorted[i]!;
      const length = lengths[symbol]!;
      if (length > rootBits) break;
      const entry = payloads[symbol]! | length;
      const end = at + (1 << (rootBits - length));
      while (at < end) entries[at++] = entry;
    }
    this.longStart = at;
    if (i === codes) return;
    this.longShift = 32 - longest;
    this.longBias = (at << (longest - rootBits)) - at;
    for (; i < codes; i++) {
      const symbol = sorted[i]!;
      const length = lengths[symbol]!;
      const entry = payloads[symbol]! | length;
      const end = at + (1 << (longest - length));
      while (at < end) entries[at++] = entry;
    }
  }
}
