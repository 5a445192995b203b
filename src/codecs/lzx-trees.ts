import { HotfixkitError } from '../core/errors.js';
import type { HuffmanTable } from './huffman-table.js';
import type { LzxBitSource } from './lzx-bit-source.js';
import {
  ALIGNED_ROOT_BITS,
  ALIGNED_SYMBOLS,
  alignedPayload,
  LENGTH_ROOT_BITS,
  LENGTH_SYMBOLS,
  lengthPayload,
  MAIN_ROOT_BITS,
  MATCH,
  mainSymbols,
  tableOf,
} from './lzx-codes.js';

const PRETREE_SYMBOLS = 20;
const PRETREE_ROOT_BITS = 8;
/** Those of a window of 2^25 bytes. */
const MAX_SLOTS = 290;

/** Extra bits and first formatted offset (distance + 2) of each position slot ([MS-PATCH] 2.7). */
const slotExtraBits = Uint8Array.from({ length: MAX_SLOTS }, (_, slot) =>
  slot < 4 ? 0 : Math.min(17, (slot >> 1) - 1),
);
export const slotBase: Int32Array = new Int32Array(MAX_SLOTS);
for (let slot = 1; slot < MAX_SLOTS; slot++) {
  slotBase[slot] = slotBase[slot - 1]! + (1 << slotExtraBits[slot - 1]!);
}

/** As for cabinets, but with up to nine bits of position slot in bits 19-27. */
function mainPayload(symbol: number): number {
  if (symbol < 256) return symbol << 5;
  const slot = (symbol - 256) >> 3;
  return MATCH | ((symbol & 7) << 5) | (slotExtraBits[slot]! << 14) | (slot << 19);
}

/** The Huffman codes of verbatim and aligned blocks, whose lengths each block changes from those of the one before. */
export class LzxTrees {
  readonly main: HuffmanTable;
  readonly length = tableOf(LENGTH_SYMBOLS, LENGTH_ROOT_BITS, lengthPayload);
  readonly aligned = tableOf(ALIGNED_SYMBOLS, ALIGNED_ROOT_BITS, alignedPayload);
  /** A length tree without codes is fine as long as no match asks for it. */
  hasLengths = false;
  readonly #pretree = tableOf(PRETREE_SYMBOLS, PRETREE_ROOT_BITS, (symbol) => symbol << 5);
  readonly #mainLengths: Uint8Array;
  readonly #lengthLengths = new Uint8Array(LENGTH_SYMBOLS);
  readonly #shortLengths = new Uint8Array(PRETREE_SYMBOLS);

  /** For as many position slots as the window has. */
  constructor(slots: number) {
    this.#mainLengths = new Uint8Array(mainSymbols(slots));
    this.main = tableOf(mainSymbols(slots), MAIN_ROOT_BITS, mainPayload);
  }

  /** Back to the start of a stream, where all lengths are 0. */
  reset(): void {
    this.#mainLengths.fill(0);
    this.#lengthLengths.fill(0);
  }

  /** Reads the trees of a block's header; that of aligned offsets comes first. Throws `LZX_CORRUPT`. */
  read(bits: LzxBitSource, isAligned: boolean): void {
    if (isAligned) {
      for (let i = 0; i < ALIGNED_SYMBOLS; i++) this.#shortLengths[i] = bits.take(3);
      if (!this.aligned.build(this.#shortLengths)) throw corrupt('the aligned offset tree is no code');
    }
    this.#readLengths(bits, this.#mainLengths, 0, 256);
    this.#readLengths(bits, this.#mainLengths, 256, this.#mainLengths.length);
    if (!this.main.build(this.#mainLengths)) throw corrupt('the main tree is no code');
    this.#readLengths(bits, this.#lengthLengths, 0, LENGTH_SYMBOLS);
    this.hasLengths = this.length.build(this.#lengthLengths);
    if (!this.hasLengths && this.#lengthLengths.some((length) => length !== 0)) {
      throw corrupt('the length tree is no code');
    }
  }

  /** Code lengths are stored as differences to those of the block before, themselves Huffman coded. */
  #readLengths(bits: LzxBitSource, lengths: Uint8Array, from: number, to: number): void {
    for (let i = 0; i < PRETREE_SYMBOLS; i++) this.#shortLengths[i] = bits.take(4);
    if (!this.#pretree.build(this.#shortLengths)) throw corrupt('the pretree is no code');
    let at = from;
    while (at < to) {
      const symbol = bits.symbol(this.#pretree);
      if (symbol < 17) {
        lengths[at] = (lengths[at]! + 17 - symbol) % 17;
        at++;
        continue;
      }
      let run: number;
      let value = 0;
      if (symbol === 17) run = bits.take(4) + 4;
      else if (symbol === 18) run = bits.take(5) + 20;
      else {
        run = bits.take(1) + 4;
        const delta = bits.symbol(this.#pretree);
        if (delta > 16) throw corrupt('a code length is none', '0 to 16', delta);
        value = (lengths[at]! + 17 - delta) % 17;
      }
      if (at + run > to) throw corrupt('a run of code lengths is too long', to - at, run);
      lengths.fill(value, at, at + run);
      at += run;
    }
    if (bits.at > bits.end) throw corrupt('a tree reads past its end');
  }
}

function corrupt(message: string, expected?: string | number, found?: number): HotfixkitError {
  const facts = expected === undefined || found === undefined ? {} : { expected, found };
  return new HotfixkitError('LZX_CORRUPT', message, facts);
}
