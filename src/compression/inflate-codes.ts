const MAX_LENGTH = 15;

/** Bits of a byte in the opposite order. */
const reversed = Uint8Array.from({ length: 256 }, (_, byte) => {
  let value = 0;
  for (let bit = 0; bit < 8; bit++) if ((byte & (1 << bit)) !== 0) value |= 0x80 >> bit;
  return value;
});

/** Set in an entry that leads to a second table: its place in bits 5 and up. */
export const LINK = 0x8000_0000;

/**
 * A Huffman code as deflate has them (RFC 1951, 3.2.2), least significant bit first, as a table: the next `rootBits`
 * bits lead to an entry, or to one with {@link LINK}, which the bits after those lead on from. An entry is
 * `payloads[symbol] | length of the code`.
 */
export class InflateTable {
  readonly entries: Int32Array;
  readonly #payloads: Int32Array;
  readonly #rootBits: number;
  readonly #invalid: number;
  readonly #counts = new Int32Array(MAX_LENGTH + 1);

  /** `entries` is {@link entriesNeeded} long; `invalid` is the payload for bits that no code starts with. */
  constructor(payloads: Int32Array, rootBits: number, invalid: number, entries: Int32Array) {
    this.#payloads = payloads;
    this.#rootBits = rootBits;
    this.#invalid = invalid;
    this.entries = entries;
  }

  static entriesNeeded(symbols: number, rootBits: number): number {
    return (1 << rootBits) + (symbols << (MAX_LENGTH - rootBits));
  }

  /**
   * Takes on the code in which symbol `i` has `lengths[from + i]` bits, up to `to`. False where there are more codes
   * than bits can tell apart, or fewer, unless `mayBeTiny` and there is but one, of one bit, or none.
   */
  build(lengths: Uint8Array, from: number, to: number, mayBeTiny: boolean): boolean {
    const counts = this.#counts;
    const entries = this.entries;
    const payloads = this.#payloads;
    const rootBits = this.#rootBits;
    const rootSize = 1 << rootBits;
    counts.fill(0);
    for (let i = from; i < to; i++) counts[lengths[i]!]!++;

    let used = 0;
    let longest = 0;
    let code = 0;
    counts[0] = 0;
    for (let length = 1; length <= MAX_LENGTH; length++) {
      const count = counts[length]!;
      if (count > 0) longest = length;
      used += count << (MAX_LENGTH - length);
      code <<= 1;
      counts[length] = code;
      code += count;
    }
    if (used > 1 << MAX_LENGTH) return false;
    if (used < 1 << MAX_LENGTH) {
      if (longest > 1 || !mayBeTiny) return false;
      entries.fill(this.#invalid, 0, rootSize);
    } else if (longest > rootBits) {
      // No link yet.
      entries.fill(0, 0, rootSize);
    }

    const subBits = MAX_LENGTH - rootBits;
    let subTable = rootSize;
    for (let i = from; i < to; i++) {
      const length = lengths[i]!;
      if (length === 0) continue;
      const plain = counts[length]!++;
      const bits = ((reversed[plain & 255]! << 8) | reversed[plain >> 8]!) >> (16 - length);
      const entry = payloads[i - from]! | length;
      if (length <= rootBits) {
        for (let at = bits; at < rootSize; at += 1 << length) entries[at] = entry;
        continue;
      }
      const root = bits & (rootSize - 1);
      if (entries[root] === 0) {
        entries[root] = LINK | (subTable << 5);
        subTable += 1 << subBits;
      }
      const start = (entries[root]! & ~LINK) >>> 5;
      const end = start + (1 << subBits);
      for (let at = start + (bits >> rootBits); at < end; at += 1 << (length - rootBits)) entries[at] = entry;
    }
    return true;
  }
}
