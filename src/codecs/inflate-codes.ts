const MAX_LENGTH = 15;

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
  readonly #sorted: Uint16Array;

  /** `entries` is {@link entriesNeeded} long; `invalid` is the payload for bits that no code starts with. */
  constructor(payloads: Int32Array, rootBits: number, invalid: number, entries: Int32Array) {
    this.#payloads = payloads;
    this.#rootBits = rootBits;
    this.#invalid = invalid;
    this.#sorted = new Uint16Array(payloads.length);
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
    counts.fill(0);
    for (let i = from; i < to; i++) counts[lengths[i]!]!++;

    let used = 0;
    let longest = 0;
    let sortedAt = 0;
    counts[0] = 0;
    for (let length = 1; length <= MAX_LENGTH; length++) {
      const count = counts[length]!;
      if (count > 0) longest = length;
      used += count << (MAX_LENGTH - length);
      counts[length] = sortedAt;
      sortedAt += count;
    }
    if (used > 1 << MAX_LENGTH) return false;
    if (used < 1 << MAX_LENGTH && (longest > 1 || !mayBeTiny)) return false;
    if (used < 1 << MAX_LENGTH) {
      this.#fillTiny(lengths, from, to);
    } else {
      this.#fill(lengths, from, to, longest);
    }
    return true;
  }

  /** One code of one bit, or none: every other place is invalid. */
  #fillTiny(lengths: Uint8Array, from: number, to: number): void {
    const { entries } = this;
    const rootSize = 1 << this.#rootBits;
    entries.fill(this.#invalid, 0, rootSize);
    const only = lengths.subarray(from, to).indexOf(1);
    if (only !== -1) for (let at = 0; at < rootSize; at += 2) entries[at] = this.#payloads[only]! | 1;
  }

  /**
   * A complete code, in order of length: an entry is written once into a table that has as many bits as it, and the
   * table is doubled for the next length. Far fewer single writes than one for every bits that lead to an entry.
   */
  #fill(lengths: Uint8Array, from: number, to: number, longest: number): void {
    const counts = this.#counts;
    const sorted = this.#sorted;
    const { entries } = this;
    const payloads = this.#payloads;
    const rootBits = this.#rootBits;
    for (let i = from; i < to; i++) {
      const length = lengths[i]!;
      if (length !== 0) sorted[counts[length]!++] = i - from;
    }
    // Now counts[length] is where the codes of that length end.
    let code = 0; // least significant bit first
    let at = 0;
    const root = Math.min(longest, rootBits);
    for (let length = 1; length <= root; length++) {
      const size = 1 << length;
      const end = counts[length]!;
      for (; at < end; at++) {
        entries[code] = payloads[sorted[at]!]! | length;
        code = nextReversed(code, size);
      }
      if (length < rootBits) entries.copyWithin(size, 0, size);
    }
    for (let length = root + 1; length < rootBits; length++) entries.copyWithin(1 << length, 0, 1 << length);
    if (longest <= rootBits) return;

    const rootSize = 1 << rootBits;
    const subSize = 1 << (MAX_LENGTH - rootBits);
    let subTable = rootSize - subSize;
    let link = -1;
    for (let length = rootBits + 1; length <= longest; length++) {
      const end = counts[length]!;
      for (; at < end; at++) {
        const entry = payloads[sorted[at]!]! | length;
        // The codes that share their first bits follow each other.
        if ((code & (rootSize - 1)) !== link) {
          link = code & (rootSize - 1);
          subTable += subSize;
          entries[link] = LINK | (subTable << 5);
        }
        const subEnd = subTable + subSize;
        for (let sub = subTable + (code >> rootBits); sub < subEnd; sub += 1 << (length - rootBits)) {
          entries[sub] = entry;
        }
        code = nextReversed(code, 1 << length);
      }
    }
  }
}

/** The code after `code`, of `size` codes, counted from the first bit read as the highest; after the last: itself. */
function nextReversed(code: number, size: number): number {
  const zeros = code ^ (size - 1);
  if (zeros === 0) return code;
  const bit = 1 << (31 - Math.clz32(zeros));
  return (code & (bit - 1)) | bit;
}
