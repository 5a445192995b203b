import { HotfixkitError } from '../errors.js';
import { BLOCK_INPUT_LENGTH, BLOCK_LENGTH, type BlockDecoder } from './block-decoder.js';
import { HuffmanTable } from './huffman-table.js';
import { undoE8 } from './lzx-e8.js';

/** Shortest match, and the match length from which on the length tree has a symbol. */
const MIN_MATCH = 2;
const LENGTH_SYMBOLS = 249;
const PRETREE_SYMBOLS = 20;
const ALIGNED_SYMBOLS = 8;

const BLOCK_VERBATIM = 1;
const BLOCK_ALIGNED = 2;
const BLOCK_STORED = 3;

/** Frames from this one on are never translated: the first GiB of the folder is. */
const E8_FRAMES = 32768;

/** Position slots by window size 2^15 to 2^21. The original document is wrong about the last two. */
const slotsByWindow = [30, 32, 34, 36, 38, 42, 50] as const;

/** Extra bits and first formatted offset (distance + 2) of each position slot. */
const extraBits = Uint8Array.from({ length: 50 }, (_, slot) =>
  slot < 4 ? 0 : Math.min(17, (slot >> 1) - 1),
);
const slotBase = new Int32Array(50);
for (let slot = 1; slot < 50; slot++) slotBase[slot] = slotBase[slot - 1]! + (1 << extraBits[slot - 1]!);

/*
 * Entries of the main table, above the code's length in bits 0-4: a literal has its byte in bits 5-12; a match has
 * bit 13 set, its length header in bits 5-7, extra bits in bits 14-18, position slot in bits 19-24.
 */
const MATCH = 1 << 13;

function mainPayloads(slots: number): Int32Array {
  return Int32Array.from({ length: 256 + slots * 8 }, (_, symbol) => {
    if (symbol < 256) return symbol << 5;
    const slot = (symbol - 256) >> 3;
    return MATCH | ((symbol & 7) << 5) | (extraBits[slot]! << 14) | (slot << 19);
  });
}

function plainPayloads(symbols: number): Int32Array {
  return Int32Array.from({ length: symbols }, (_, symbol) => symbol << 5);
}

/**
 * LZX as cabinets hold it (MS-CAB and [MS-PATCH] 2): a window of 2^15 to 2^21 bytes, one frame of 32768 bytes of
 * output in each CFDATA, Huffman codes and repeated offsets carried from frame to frame.
 *
 * Where streams and documents differ: a stored block's header skips 1 to 16 bits to reach a 16-bit boundary, not 0
 * to 15; a window of 2^20 has 42 position slots and one of 2^21 has 50; the aligned tree precedes the others; a
 * length tree without codes is fine as long as no match asks for it.
 *
 * The bit position is one number; the next 25 bits or more come from one unaligned load at it. The input is copied
 * with the bytes of each 16-bit word swapped, which turns LZX's bit order into plain big-endian order.
 */
export class LzxDecoder implements BlockDecoder {
  readonly #windowSize: number;
  /**
   * A ring of the window and one frame more, so that what a copy in steps of several bytes writes past its match is
   * never in anybody's reach; and a few bytes behind the ring for the same purpose.
   */
  readonly #window: Uint8Array;
  readonly #ringSize: number;
  readonly #windowView: DataView;
  /** Where the next frame goes, a multiple of the frame's length. */
  #position = 0;
  /** Output so far, up to the window's size: how far back a match may reach. */
  #history = 0;
  #frames = 0;
  #ended = false;
  #translationSize = 0;
  readonly #translated = new Uint8Array(BLOCK_LENGTH);

  /**
   * The frame's input, words swapped. Output runs are checked for reading past the end only when they are over: a
   * run of 32768 matches takes less than seven bytes a piece, hence the length.
   */
  readonly #bits = new Uint8Array(BLOCK_INPUT_LENGTH + 7 * BLOCK_LENGTH);
  readonly #bitsView = new DataView(this.#bits.buffer);
  #input: Uint8Array = new Uint8Array();
  /** Where in the input the bits start: behind a stored block, or 0. */
  #bitsStart = 0;
  /** Next bit, counted from `#bitsStart`. */
  #at = 0;
  #bitsEnd = 0;

  #blockType = 0;
  #blockRemaining = 0;
  /** A stored block of odd length is followed by a byte that fills up the word. */
  #padding = false;
  #r0 = 1;
  #r1 = 1;
  #r2 = 1;

  readonly #mainLengths: Uint8Array;
  readonly #lengthLengths = new Uint8Array(LENGTH_SYMBOLS);
  readonly #shortLengths = new Uint8Array(PRETREE_SYMBOLS);
  readonly #main: HuffmanTable;
  readonly #length = new HuffmanTable(plainPayloads(LENGTH_SYMBOLS), 10);
  readonly #aligned = new HuffmanTable(plainPayloads(ALIGNED_SYMBOLS), 7);
  readonly #pretree = new HuffmanTable(plainPayloads(PRETREE_SYMBOLS), 8);
  #hasLengths = false;

  /** `windowBits` is 15 to 21. Throws `LZX_BAD_WINDOW`. */
  constructor(windowBits: number) {
    const slots = slotsByWindow[windowBits - 15];
    if (slots === undefined) {
      throw new HotfixkitError('LZX_BAD_WINDOW', 'LZX has no window of this size', {
        structure: 'CFFOLDER',
        expected: '15 to 21',
        found: windowBits,
      });
    }
    this.#windowSize = 2 ** windowBits;
    this.#ringSize = this.#windowSize + BLOCK_LENGTH;
    this.#window = new Uint8Array(this.#ringSize + 8);
    this.#windowView = new DataView(this.#window.buffer);
    this.#mainLengths = new Uint8Array(256 + slots * 8);
    this.#main = new HuffmanTable(mainPayloads(slots), 11);
  }

  reset(): void {
    this.#position = 0;
    this.#history = 0;
    this.#frames = 0;
    this.#ended = false;
    this.#translationSize = 0;
    this.#blockType = 0;
    this.#blockRemaining = 0;
    this.#padding = false;
    this.#r0 = 1;
    this.#r1 = 1;
    this.#r2 = 1;
    this.#mainLengths.fill(0);
    this.#lengthLengths.fill(0);
  }

  /** Throws `LZX_CORRUPT`. */
  decode(input: Uint8Array, outputLength: number): Uint8Array {
    if (input.length > BLOCK_INPUT_LENGTH || outputLength > BLOCK_LENGTH) {
      throw corrupt('a frame is too long', { expected: BLOCK_LENGTH, found: outputLength });
    }
    if (this.#ended) throw corrupt('a frame that is not the last is short', { expected: BLOCK_LENGTH });
    this.#ended = outputLength < BLOCK_LENGTH;
    if (this.#position === this.#ringSize) this.#position = 0;
    const start = this.#position;
    const end = start + outputLength;

    this.#input = input;
    this.#startBits(0);
    if (this.#frames === 0 && this.#take(1) === 1) {
      this.#translationSize = (this.#take(16) << 16) | this.#take(16);
    }

    while (this.#position < end) {
      if (this.#blockRemaining === 0) this.#startBlock();
      const runEnd = Math.min(end, this.#position + this.#blockRemaining);
      const before = this.#position;
      if (this.#blockType === BLOCK_STORED) this.#copyStored(runEnd);
      else this.#decodeRun(runEnd);
      this.#blockRemaining -= this.#position - before;
      if (this.#at > this.#bitsEnd) throw corrupt('a frame reads past its end');
    }
    if (this.#blockRemaining === 0) this.#skipPadding();

    this.#history = Math.min(this.#windowSize, this.#history + outputLength);
    const frame = this.#window.subarray(start, end);
    const number = this.#frames++;
    if (this.#translationSize === 0 || number >= E8_FRAMES || outputLength <= 10) return frame;
    // Matches refer to what was there before the translation, so it is done on a copy.
    const translated = this.#translated.subarray(0, outputLength);
    translated.set(frame);
    undoE8(translated, number * BLOCK_LENGTH, this.#translationSize);
    return translated;
  }

  /** Makes the input from byte `from` on the source of bits. */
  #startBits(from: number): void {
    const input = this.#input;
    const bits = this.#bits;
    const length = input.length - from;
    const even = length & ~1;
    for (let i = 0; i < even; i += 2) {
      bits[i] = input[from + i + 1]!;
      bits[i + 1] = input[from + i]!;
    }
    if (length > even) {
      bits[even] = 0;
      bits[even + 1] = input[from + even]!;
    }
    const end = even + 2 * (length & 1);
    bits.fill(0, end, end + 8);
    this.#bitsStart = from;
    this.#at = 0;
    this.#bitsEnd = length * 8;
  }

  /** The next `count` bits, at most 17. */
  #take(count: number): number {
    const at = this.#at;
    const bits = this.#bitsView.getInt32(at >>> 3) << (at & 7);
    this.#at = at + count;
    return bits >>> (32 - count);
  }

  #startBlock(): void {
    if (this.#blockType === BLOCK_STORED) this.#endStored();
    this.#blockType = this.#take(3);
    this.#blockRemaining = this.#take(16) * 256 + this.#take(8);
    switch (this.#blockType) {
      case BLOCK_ALIGNED:
        for (let i = 0; i < ALIGNED_SYMBOLS; i++) this.#shortLengths[i] = this.#take(3);
        if (!this.#aligned.build(this.#shortLengths)) throw corrupt('the aligned offset tree is no code');
        this.#readTrees();
        break;
      case BLOCK_VERBATIM:
        this.#readTrees();
        break;
      case BLOCK_STORED:
        this.#startStored();
        break;
      default:
        throw corrupt('there is no such block type', { expected: '1 to 3', found: this.#blockType });
    }
    // A block of no length has used bits up, so that a stream of such blocks ends here.
    if (this.#at > this.#bitsEnd) throw corrupt('a block header reads past its end');
  }

  #readTrees(): void {
    this.#readLengths(this.#mainLengths, 0, 256);
    this.#readLengths(this.#mainLengths, 256, this.#mainLengths.length);
    if (!this.#main.build(this.#mainLengths)) throw corrupt('the main tree is no code');
    this.#readLengths(this.#lengthLengths, 0, LENGTH_SYMBOLS);
    this.#hasLengths = this.#length.build(this.#lengthLengths);
    if (!this.#hasLengths && this.#lengthLengths.some((length) => length !== 0)) {
      throw corrupt('the length tree is no code');
    }
  }

  /** Code lengths are stored as differences to those of the block before, themselves Huffman coded. */
  #readLengths(lengths: Uint8Array, from: number, to: number): void {
    for (let i = 0; i < PRETREE_SYMBOLS; i++) this.#shortLengths[i] = this.#take(4);
    if (!this.#pretree.build(this.#shortLengths)) throw corrupt('the pretree is no code');
    let at = from;
    while (at < to) {
      const symbol = this.#symbol(this.#pretree);
      if (symbol < 17) {
        lengths[at] = (lengths[at]! + 17 - symbol) % 17;
        at++;
        continue;
      }
      let run: number;
      let value = 0;
      if (symbol === 17) run = this.#take(4) + 4;
      else if (symbol === 18) run = this.#take(5) + 20;
      else {
        run = this.#take(1) + 4;
        const delta = this.#symbol(this.#pretree);
        if (delta > 16)
          throw corrupt('a code length is no code length', { expected: '0 to 16', found: delta });
        value = (lengths[at]! + 17 - delta) % 17;
      }
      if (at + run > to)
        throw corrupt('a run of code lengths is too long', { expected: to - at, found: run });
      lengths.fill(value, at, at + run);
      at += run;
    }
    if (this.#at > this.#bitsEnd) throw corrupt('a tree reads past its end');
  }

  #symbol(table: HuffmanTable): number {
    const bits = this.#bitsView.getInt32(this.#at >>> 3) << (this.#at & 7);
    let index = bits >>> table.rootShift;
    if (index >= table.longStart) index = (bits >>> table.longShift) - table.longBias;
    const entry = table.entries[index]!;
    this.#at += entry & 31;
    return entry >>> 5;
  }

  #startStored(): void {
    const start = this.#bitsStart + 2 * ((this.#at >>> 4) + 1);
    const input = this.#input;
    if (start + 12 > input.length) throw corrupt('a stored block is cut short');
    const view = new DataView(input.buffer, input.byteOffset + start, 12);
    this.#r0 = storedDistance(view.getInt32(0, true));
    this.#r1 = storedDistance(view.getInt32(4, true));
    this.#r2 = storedDistance(view.getInt32(8, true));
    this.#padding = (this.#blockRemaining & 1) === 1;
    this.#at = (start + 12 - this.#bitsStart) * 8;
  }

  #copyStored(runEnd: number): void {
    const from = this.#bitsStart + (this.#at >>> 3);
    const length = runEnd - this.#position;
    if (from + length > this.#input.length) throw corrupt('a stored block is cut short');
    this.#window.set(this.#input.subarray(from, from + length), this.#position);
    this.#position = runEnd;
    this.#at += length * 8;
  }

  #endStored(): void {
    this.#skipPadding();
    // A block that began in an earlier frame can end at an odd place: the words of this frame are paired from there.
    if ((this.#at & 15) !== 0) this.#startBits(this.#bitsStart + (this.#at >>> 3));
  }

  /** The byte may lie in the next frame's input, if the block ended with the frame. */
  #skipPadding(): void {
    if (!this.#padding || this.#at >= this.#bitsEnd) return;
    this.#padding = false;
    this.#at += 8;
  }

  /** Literals and matches until the output stands at `runEnd`, where this block or this frame ends. */
  #decodeRun(runEnd: number): void {
    const window = this.#window;
    const windowView = this.#windowView;
    const windowSize = this.#windowSize;
    const ringSize = this.#ringSize;
    const bitsView = this.#bitsView;
    const { entries: main, longStart: mainLong, longShift: mainShift, longBias: mainBias } = this.#main;
    const length = this.#length;
    const { entries: lengths, longStart: lengthLong, longShift: lengthShift, longBias: lengthBias } = length;
    const aligned = this.#aligned.entries;
    const isAligned = this.#blockType === BLOCK_ALIGNED;
    const hasLengths = this.#hasLengths;
    const historyEnd = this.#history;
    const frameStart = this.#position & ~(BLOCK_LENGTH - 1);
    let position = this.#position;
    let at = this.#at;
    let r0 = this.#r0;
    let r1 = this.#r1;
    let r2 = this.#r2;

    while (position < runEnd) {
      let bits = bitsView.getInt32(at >>> 3) << (at & 7);
      let index = bits >>> 21;
      if (index >= mainLong) index = (bits >>> mainShift) - mainBias;
      const entry = main[index]!;
      at += entry & 31;
      if (entry < MATCH) {
        window[position++] = entry >>> 5;
        continue;
      }

      let count = ((entry >>> 5) & 7) + MIN_MATCH;
      if (count === 7 + MIN_MATCH) {
        if (!hasLengths) throw corrupt('a match has a length, but there is no length tree');
        bits = bitsView.getInt32(at >>> 3) << (at & 7);
        index = bits >>> 22;
        if (index >= lengthLong) index = (bits >>> lengthShift) - lengthBias;
        const lengthEntry = lengths[index]!;
        at += lengthEntry & 31;
        count += lengthEntry >>> 5;
      }

      let distance: number;
      const slot = entry >>> 19;
      if (slot > 2) {
        const extra = (entry >>> 14) & 31;
        bits = bitsView.getInt32(at >>> 3) << (at & 7);
        if (isAligned && extra >= 3) {
          const alignedEntry = aligned[(bits << (extra - 3)) >>> 25]!;
          // Two shifts, since a shift by 32 is a shift by 0.
          distance = slotBase[slot]! - 2 + (((bits >>> 1) >>> (34 - extra)) << 3) + (alignedEntry >>> 5);
          at += extra - 3 + (alignedEntry & 31);
        } else {
          distance = slotBase[slot]! - 2 + ((bits >>> 1) >>> (31 - extra));
          at += extra;
        }
        r2 = r1;
        r1 = r0;
        r0 = distance;
      } else if (slot === 0) {
        distance = r0;
      } else if (slot === 1) {
        distance = r1;
        r1 = r0;
        r0 = distance;
      } else {
        distance = r2;
        r2 = r0;
        r0 = distance;
      }

      const stop = position + count;
      if (stop > runEnd) throw corrupt('a match runs past the end of its block or frame');
      let from = position - distance;
      if (from < 0) {
        if (distance > windowSize || distance > historyEnd + position - frameStart) {
          throw corrupt('a match reaches back before the start', { found: distance });
        }
        from += ringSize;
        while (position < stop) {
          if (from === ringSize) from = 0;
          window[position++] = window[from++]!;
        }
      } else if (distance >= 4) {
        do {
          windowView.setInt32(position, windowView.getInt32(from, true), true);
          position += 4;
          from += 4;
        } while (position < stop);
        position = stop;
      } else {
        do window[position++] = window[from++]!;
        while (position < stop);
      }
    }

    this.#position = position;
    this.#at = at;
    this.#r0 = r0;
    this.#r1 = r1;
    this.#r2 = r2;
  }
}

/** A distance from a stored block's header; what cannot be one is made to fail if it is used. */
function storedDistance(value: number): number {
  return value > 0 ? value : 0x7fffffff;
}

function corrupt(
  message: string,
  facts: { expected?: string | number; found?: number } = {},
): HotfixkitError {
  return new HotfixkitError('LZX_CORRUPT', message, { structure: 'CFDATA', ...facts });
}
