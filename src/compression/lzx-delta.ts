import { HotfixkitError } from '../errors.js';
import { HuffmanTable } from './huffman-table.js';
import { undoE8 } from './lzx-e8.js';

/** Output bytes of each chunk but the last. */
export const LZX_DELTA_CHUNK = 32768;

const MIN_MATCH = 2;
/** From this length on a match says its length in another way. */
const LONG_MATCH = 257;
const LENGTH_SYMBOLS = 249;
const PRETREE_SYMBOLS = 20;
const ALIGNED_SYMBOLS = 8;

const BLOCK_VERBATIM = 1;
const BLOCK_ALIGNED = 2;
const BLOCK_STORED = 3;

/** Chunks from this one on are never translated: the first GiB of the output is. */
const E8_CHUNKS = 32768;

/** Output bytes of a run, about. */
const SLICE = 1024;

/** A chunk's size has 16 bits. */
const MAX_CHUNK_INPUT = 65535;

/** Position slots by window size 2^17 to 2^25 ([MS-PATCH] 2.7). */
const slotsByWindow = [34, 36, 38, 42, 50, 66, 98, 162, 290] as const;
const MAX_SLOTS = 290;

/** Extra bits and first formatted offset (distance + 2) of each position slot. */
const extraBits = Uint8Array.from({ length: MAX_SLOTS }, (_, slot) =>
  slot < 4 ? 0 : Math.min(17, (slot >> 1) - 1),
);
const slotBase = new Int32Array(MAX_SLOTS);
for (let slot = 1; slot < MAX_SLOTS; slot++) {
  slotBase[slot] = slotBase[slot - 1]! + (1 << extraBits[slot - 1]!);
}

/*
 * Entries of the main table, above the code's length in bits 0-4: a literal has its byte in bits 5-12; a match has
 * bit 13 set, its length header in bits 5-7, extra bits in bits 14-18, position slot in bits 19-27.
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
 * Bytes that the chunks for `outputLength` bytes of output take, from the start of `input`, sizes included. Only the
 * sizes are looked at: this is the cheap way to learn that a stream is too short before memory is asked for.
 * Throws `LZX_CORRUPT`.
 */
export function lzxDeltaStreamLength(input: Uint8Array, outputLength: number): number {
  let at = 0;
  for (let done = 0; done < outputLength; done += LZX_DELTA_CHUNK) {
    const size = input[at]! | (input[at + 1]! << 8);
    // A chunk of one byte would have no room for a code of each kind that it needs; words are the unit anyway.
    if (at + 2 + size > input.length || size < 2) throw corrupt('the stream is cut short', at);
    at += 2 + size;
  }
  return at;
}

/**
 * LZX DELTA ([MS-PATCH]): LZX with a reference before the output, where matches may reach, windows of 2^17 to 2^25
 * bytes and matches of up to 32768 bytes. Each chunk of 32768 bytes of output has its size in front (u16) and starts
 * on a bit boundary of its own.
 *
 * Where streams and the document differ: a stored block's header skips 1 to 16 bits to reach a 16-bit boundary, not
 * 0 to 15; a match may reach back before the reference, where there are zeros; the reference is never translated.
 *
 * Bits are read as in the decoder for cabinets: the chunk is copied with the bytes of its words swapped, the bit
 * position is one number, and the next 25 bits or more come from one unaligned load at it.
 */
export class LzxDeltaDecoder {
  readonly #windowSize: number;
  #reference: Uint8Array = new Uint8Array();
  #output: Uint8Array = new Uint8Array();
  #position = 0;

  /**
   * The chunk, words swapped. Runs are checked for reading past the end only when they are over: one of 32768 matches
   * takes less than nine bytes a piece, hence the length.
   */
  readonly #bits = new Uint8Array(MAX_CHUNK_INPUT + 9 * LZX_DELTA_CHUNK);
  readonly #bitsView = new DataView(this.#bits.buffer);
  #input: Uint8Array = new Uint8Array();
  /** Where in the chunk the bits start: behind a stored block, or 0. */
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

  /** `windowBits` is 17 to 25. Throws `LZX_BAD_WINDOW`. */
  constructor(windowBits: number) {
    const slots = slotsByWindow[windowBits - 17];
    if (slots === undefined) {
      throw new HotfixkitError('LZX_BAD_WINDOW', 'LZX DELTA has no window of this size', {
        expected: '17 to 25',
        found: windowBits,
      });
    }
    this.#windowSize = 2 ** windowBits;
    this.#mainLengths = new Uint8Array(256 + slots * 8);
    this.#main = new HuffmanTable(mainPayloads(slots), 11);
  }

  /**
   * Decodes one stream from the start of `input` until `output` is full; gives the number of bytes it took. Of a
   * reference longer than the window only the first bytes count. Throws `LZX_CORRUPT`; `offset` is that of the chunk.
   */
  decode(input: Uint8Array, reference: Uint8Array, output: Uint8Array): number {
    this.#reference = reference.subarray(0, Math.min(reference.length, this.#windowSize));
    this.#output = output;
    this.#position = 0;
    this.#blockType = 0;
    this.#blockRemaining = 0;
    this.#padding = false;
    this.#r0 = 1;
    this.#r1 = 1;
    this.#r2 = 1;
    this.#mainLengths.fill(0);
    this.#lengthLengths.fill(0);

    let translationSize = 0;
    let at = 0;
    while (this.#position < output.length) {
      const size = input[at]! | (input[at + 1]! << 8);
      const start = at + 2;
      if (start + size > input.length) throw corrupt('the stream is cut short', at);
      try {
        this.#input = input.subarray(start, start + size);
        this.#startBits(0);
        if (at === 0 && this.#take(1) === 1) {
          translationSize = (this.#take(16) << 16) | this.#take(16);
        }
        this.#decodeChunk(Math.min(output.length, this.#position + LZX_DELTA_CHUNK));
      } catch (error) {
        if (error instanceof HotfixkitError) error.facts.offset = at;
        throw error;
      }
      at = start + size;
    }
    // Matches refer to what was there before the translation, so it is undone when all is there.
    if (translationSize !== 0) undoTranslation(output, translationSize);
    return at;
  }

  #decodeChunk(end: number): void {
    while (this.#position < end) {
      if (this.#blockRemaining === 0) this.#startBlock();
      const runEnd = Math.min(end, this.#position + this.#blockRemaining);
      const before = this.#position;
      if (this.#blockType === BLOCK_STORED) this.#copyStored(runEnd);
      else while (this.#position < runEnd) this.#decodeRun(Math.min(runEnd, this.#position + SLICE), runEnd);
      this.#blockRemaining -= this.#position - before;
      if (this.#at > this.#bitsEnd) throw corrupt('a chunk reads past its end');
    }
    if (this.#blockRemaining === 0) this.#skipPadding();
  }

  /** Makes the chunk from byte `from` on the source of bits. */
  #startBits(from: number): void {
    const input = this.#input;
    const bits = this.#bits;
    const length = input.length - from;
    const even = length & ~1;
    swapWords(input, from, even, bits);
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
        throw corrupt('there is no such block type', undefined, '1 to 3', this.#blockType);
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
        if (delta > 16) throw corrupt('a code length is none', undefined, '0 to 16', delta);
        value = (lengths[at]! + 17 - delta) % 17;
      }
      if (at + run > to) throw corrupt('a run of code lengths is too long', undefined, to - at, run);
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
    this.#r0 = view.getUint32(0, true);
    this.#r1 = view.getUint32(4, true);
    this.#r2 = view.getUint32(8, true);
    this.#padding = (this.#blockRemaining & 1) === 1;
    this.#at = (start + 12 - this.#bitsStart) * 8;
  }

  #copyStored(runEnd: number): void {
    const from = this.#bitsStart + (this.#at >>> 3);
    const length = runEnd - this.#position;
    if (from + length > this.#input.length) throw corrupt('a stored block is cut short');
    this.#output.set(this.#input.subarray(from, from + length), this.#position);
    this.#position = runEnd;
    this.#at += length * 8;
  }

  #endStored(): void {
    this.#skipPadding();
    // A block that began in an earlier chunk can end at an odd place: the words of this chunk are paired from there.
    if ((this.#at & 15) !== 0) this.#startBits(this.#bitsStart + (this.#at >>> 3));
  }

  /** The byte may lie in the next chunk, if the block ended with the chunk. */
  #skipPadding(): void {
    if (!this.#padding || this.#at >= this.#bitsEnd) return;
    this.#padding = false;
    this.#at += 8;
  }

  /**
   * Literals and matches until the output stands at `enough` or behind it; nothing goes past `runEnd`, where this block
   * or this chunk ends. Short runs cost nothing that can be measured, and let the engine see all of the method early, so
   * that what it compiles is not thrown away at the first end of a long one (a fifth of the time of a first delta).
   */
  #decodeRun(enough: number, runEnd: number): void {
    const output = this.#output;
    const reference = this.#reference;
    const windowSize = this.#windowSize;
    const bitsView = this.#bitsView;
    const { entries: main, longStart: mainLong, longShift: mainShift, longBias: mainBias } = this.#main;
    const length = this.#length;
    const { entries: lengths, longStart: lengthLong, longShift: lengthShift, longBias: lengthBias } = length;
    const aligned = this.#aligned.entries;
    const isAligned = this.#blockType === BLOCK_ALIGNED;
    const hasLengths = this.#hasLengths;
    let position = this.#position;
    let at = this.#at;
    let r0 = this.#r0;
    let r1 = this.#r1;
    let r2 = this.#r2;

    while (position < enough) {
      let bits = bitsView.getInt32(at >>> 3) << (at & 7);
      let index = bits >>> 21;
      if (index >= mainLong) index = (bits >>> mainShift) - mainBias;
      const entry = main[index]!;
      at += entry & 31;
      if (entry < MATCH) {
        output[position++] = entry >>> 5;
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

      if (count === LONG_MATCH) {
        // The rest of the length comes behind the offset: 0, 10, 110 or 111, and 8, 10, 12 or 15 bits.
        bits = bitsView.getInt32(at >>> 3) << (at & 7);
        if (bits >= 0) {
          count += bits >>> 23;
          at += 9;
        } else if (bits << 1 >= 0) {
          count += 0x100 + ((bits << 2) >>> 22);
          at += 12;
        } else if (bits << 2 >= 0) {
          count += 0x500 + ((bits << 3) >>> 20);
          at += 15;
        } else {
          count += (bits << 3) >>> 17;
          at += 18;
        }
      }

      const stop = position + count;
      if (stop > runEnd) throw corrupt('a match runs past the end of its block or chunk');
      // Distances out of a stored block's header can be anything.
      if (distance === 0 || distance > windowSize) {
        throw corrupt('a match reaches back further than the window', undefined, windowSize, distance);
      }
      copyMatch(output, reference, position, distance, count);
      position = stop;
    }

    this.#position = position;
    this.#at = at;
    this.#r0 = r0;
    this.#r1 = r1;
    this.#r2 = r2;
  }
}

/*
 * Loops that run long are functions of their own, and small: such a function is compiled early, and not thrown away
 * when the loop ends and code that has never run comes next.
 */

function swapWords(input: Uint8Array, from: number, length: number, output: Uint8Array): void {
  for (let i = 0; i < length; i += 2) {
    output[i] = input[from + i + 1]!;
    output[i + 1] = input[from + i]!;
  }
}

/** Copies what lies `distance` bytes back, first of all in the reference and, before that, among zeros. */
function copyMatch(
  output: Uint8Array,
  reference: Uint8Array,
  start: number,
  distance: number,
  count: number,
): void {
  const stop = start + count;
  let position = start;
  let from = position - distance;
  if (from < 0) {
    let referenceAt = reference.length + from;
    if (referenceAt < 0) {
      const zeros = Math.min(count, -referenceAt);
      output.fill(0, position, position + zeros);
      position += zeros;
      referenceAt = 0;
    }
    const referenceEnd = Math.min(reference.length, referenceAt + stop - position);
    if (referenceEnd - referenceAt > LONG_COPY) {
      output.set(reference.subarray(referenceAt, referenceEnd), position);
      position += referenceEnd - referenceAt;
    } else {
      while (referenceAt < referenceEnd) output[position++] = reference[referenceAt++]!;
    }
    // Behind the reference the output starts.
    from = 0;
  }
  if (stop - position > LONG_COPY && position - from >= stop - position) {
    output.copyWithin(position, from, from + stop - position);
  } else {
    while (position < stop) output[position++] = output[from++]!;
  }
}

/** From this length on a call that copies costs less than copying byte by byte. */
const LONG_COPY = 80;

function undoTranslation(output: Uint8Array, translationSize: number): void {
  const end = Math.min(output.length, E8_CHUNKS * LZX_DELTA_CHUNK);
  for (let at = 0; at < end; at += LZX_DELTA_CHUNK) {
    undoE8(output.subarray(at, Math.min(end, at + LZX_DELTA_CHUNK)), at, translationSize);
  }
}

function corrupt(
  message: string,
  offset?: number,
  expected?: string | number,
  found?: string | number,
): HotfixkitError {
  return new HotfixkitError('LZX_CORRUPT', message, {
    structure: 'LZX DELTA chunk',
    ...(offset === undefined ? {} : { offset }),
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
  });
}
