import type { HuffmanTable } from './huffman-table.js';

/**
 * LZX's bits: 16-bit words, little-endian, most significant bit first. A piece of input is copied with the bytes of
 * each word swapped, which turns that into plain big-endian order; then the position is one number, and the next 25
 * bits or more come from one unaligned load at it:
 *
 *     bits = view.getInt32(at >>> 3) << (at & 7);
 *
 * Reading past the end gives what was there before and is no error by itself: compare `at` with `end` when a step is
 * over, before it can have used up the spare bytes.
 */
export class LzxBitSource {
  readonly view: DataView;
  /** Next bit, counted from `start`. */
  at = 0;
  /** Number of bits. */
  end = 0;
  /** Byte of the input where the bits start. */
  start = 0;
  input: Uint8Array = new Uint8Array();
  readonly #words: Uint8Array;
  readonly #pairs: Int32Array;

  /** For input of at most `most` bytes; `spare` is how many bytes may be read past its end. */
  constructor(most: number, spare: number) {
    // A multiple of four, and room for a step that swaps one word too many.
    this.#words = new Uint8Array((most + 2 + spare + 11) & ~3);
    this.#pairs = new Int32Array(this.#words.buffer);
    this.view = new DataView(this.#words.buffer);
  }

  /** Makes what follows byte `start` of the input the source, the first word there. */
  open(input: Uint8Array, start = 0): void {
    const words = this.#words;
    const length = input.length - start;
    const even = length & ~1;
    words.set(start === 0 ? input : input.subarray(start));
    const behind = even + 2 * (length & 1);
    words.fill(0, length, behind + 8);
    swapWords(this.#pairs, (behind + 3) >> 2);
    this.input = input;
    this.start = start;
    this.at = 0;
    this.end = length * 8;
  }

  /** The next `count` bits, 1 to 17. */
  take(count: number): number {
    const at = this.at;
    const bits = this.view.getInt32(at >>> 3) << (at & 7);
    this.at = at + count;
    return bits >>> (32 - count);
  }

  /** The payload of the next code, a symbol if the table was made of symbols. */
  symbol(table: HuffmanTable): number {
    const bits = this.view.getInt32(this.at >>> 3) << (this.at & 7);
    let index = bits >>> table.rootShift;
    if (index >= table.longStart) index = (bits >>> table.longShift) - table.longBias;
    const entry = table.entries[index]!;
    this.at += entry & 31;
    return entry >>> 5;
  }
}

/**
 * Swaps the bytes of each word, two words a step. A function of its own, and small: it is
 * compiled early, and not thrown away when the loop ends and code that has never run comes next.
 */
function swapWords(words: Int32Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const pair = words[i]!;
    words[i] = ((pair & 0x00ff00ff) << 8) | ((pair >>> 8) & 0x00ff00ff);
  }
}
