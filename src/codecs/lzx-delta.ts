import { addFacts, type ErrorFacts, HotfixkitError } from '../core/errors.js';
import { LzxBitSource } from './lzx-bit-source.js';
import { ALIGNED_ROOT_BITS, LENGTH_ROOT_BITS, MAIN_ROOT_BITS, MATCH } from './lzx-codes.js';
import { undoE8 } from './lzx-e8.js';
import { LzxTrees, slotBase } from './lzx-trees.js';

/** Output bytes of each chunk but the last. */
export const LZX_DELTA_CHUNK = 32768;

const MIN_MATCH = 2;
/** From this length on a match says its length in another way. */
const LONG_MATCH = 257;
const STRUCTURE = 'LZX DELTA chunk';

const BLOCK_VERBATIM = 1;
const BLOCK_ALIGNED = 2;
const BLOCK_STORED = 3;

/** Chunks from this one on are never translated: the first GiB of the output is. */
const E8_CHUNKS = 32768;

/** Output bytes of a run, about. */
const SLICE = 1024;

/** A chunk's size has 16 bits. */
const MAX_CHUNK_INPUT = 65535;

/** What brings the next bits down to an index of the tables. */
const MAIN_SHIFT = 32 - MAIN_ROOT_BITS;
const LENGTH_SHIFT = 32 - LENGTH_ROOT_BITS;
const ALIGNED_SHIFT = 32 - ALIGNED_ROOT_BITS;

/** Position slots by window size 2^17 to 2^25 ([MS-PATCH] 2.7). */
const slotsByWindow = [34, 36, 38, 42, 50, 66, 98, 162, 290] as const;

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
    if (at + 2 + size > input.length || size < 2) throw corrupt('the stream is cut short', { offset: at });
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
 */
export class LzxDeltaDecoder {
  readonly #windowSize: number;
  #reference: Uint8Array = new Uint8Array();
  #output: Uint8Array = new Uint8Array();
  #position = 0;

  /**
   * Runs are checked for reading past the end only when they are over: one of 32768 matches takes less than nine bytes
   * a piece, hence the spare bytes.
   */
  readonly #bits = new LzxBitSource(MAX_CHUNK_INPUT, 9 * LZX_DELTA_CHUNK);
  readonly #trees: LzxTrees;

  #blockType = 0;
  #blockRemaining = 0;
  /** A stored block of odd length is followed by a byte that fills up the word. */
  #padding = false;
  #r0 = 1;
  #r1 = 1;
  #r2 = 1;

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
    this.#trees = new LzxTrees(slots);
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
    this.#trees.reset();

    let translationSize = 0;
    let at = 0;
    while (this.#position < output.length) {
      const size = input[at]! | (input[at + 1]! << 8);
      const start = at + 2;
      if (start + size > input.length) throw corrupt('the stream is cut short', { offset: at });
      try {
        this.#bits.open(input.subarray(start, start + size));
        if (at === 0 && this.#bits.take(1) === 1) {
          translationSize = (this.#bits.take(16) << 16) | this.#bits.take(16);
        }
        this.#decodeChunk(Math.min(output.length, this.#position + LZX_DELTA_CHUNK));
      } catch (error) {
        throw addFacts(error, { offset: at, structure: STRUCTURE });
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
      if (this.#bits.at > this.#bits.end) throw corrupt('a chunk reads past its end');
    }
    if (this.#blockRemaining === 0) this.#skipPadding();
  }

  #startBlock(): void {
    const bits = this.#bits;
    if (this.#blockType === BLOCK_STORED) this.#endStored();
    this.#blockType = bits.take(3);
    this.#blockRemaining = bits.take(16) * 256 + bits.take(8);
    switch (this.#blockType) {
      case BLOCK_VERBATIM:
      case BLOCK_ALIGNED:
        this.#trees.read(bits, this.#blockType === BLOCK_ALIGNED);
        break;
      case BLOCK_STORED:
        this.#startStored();
        break;
      default:
        throw corrupt('there is no such block type', { expected: '1 to 3', found: this.#blockType });
    }
    // A block of no length has used bits up, so that a stream of such blocks ends here.
    if (bits.at > bits.end) throw corrupt('a block header reads past its end');
  }

  #startStored(): void {
    const { input, start, at } = this.#bits;
    const header = start + 2 * ((at >>> 4) + 1);
    if (header + 12 > input.length) throw corrupt('a stored block is cut short');
    const view = new DataView(input.buffer, input.byteOffset + header, 12);
    this.#r0 = view.getUint32(0, true);
    this.#r1 = view.getUint32(4, true);
    this.#r2 = view.getUint32(8, true);
    this.#padding = (this.#blockRemaining & 1) === 1;
    this.#bits.at = (header + 12 - start) * 8;
  }

  #copyStored(runEnd: number): void {
    const bits = this.#bits;
    const from = bits.start + (bits.at >>> 3);
    const length = runEnd - this.#position;
    if (from + length > bits.input.length) throw corrupt('a stored block is cut short');
    this.#output.set(bits.input.subarray(from, from + length), this.#position);
    this.#position = runEnd;
    bits.at += length * 8;
  }

  #endStored(): void {
    this.#skipPadding();
    const bits = this.#bits;
    // A block that began in an earlier chunk can end at an odd place: the words of this chunk are paired from there.
    if ((bits.at & 15) !== 0) bits.open(bits.input, bits.start + (bits.at >>> 3));
  }

  /** The byte may lie in the next chunk, if the block ended with the chunk. */
  #skipPadding(): void {
    if (!this.#padding || this.#bits.at >= this.#bits.end) return;
    this.#padding = false;
    this.#bits.at += 8;
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
    const bitsView = this.#bits.view;
    const trees = this.#trees;
    const { entries: main, longStart: mainLong, longShift: mainShift, longBias: mainBias } = trees.main;
    const {
      entries: lengths,
      longStart: lengthLong,
      longShift: lengthShift,
      longBias: lengthBias,
    } = trees.length;
    const aligned = trees.aligned.entries;
    const isAligned = this.#blockType === BLOCK_ALIGNED;
    const hasLengths = trees.hasLengths;
    let position = this.#position;
    let at = this.#bits.at;
    let r0 = this.#r0;
    let r1 = this.#r1;
    let r2 = this.#r2;

    while (position < enough) {
      let bits = bitsView.getInt32(at >>> 3) << (at & 7);
      let index = bits >>> MAIN_SHIFT;
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
        index = bits >>> LENGTH_SHIFT;
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
          const alignedEntry = aligned[(bits << (extra - 3)) >>> ALIGNED_SHIFT]!;
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
        throw corrupt('a match reaches back further than the window', {
          expected: windowSize,
          found: distance,
        });
      }
      copyMatch(output, reference, position, distance, count);
      position = stop;
    }

    this.#position = position;
    this.#bits.at = at;
    this.#r0 = r0;
    this.#r1 = r1;
    this.#r2 = r2;
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

function corrupt(message: string, facts: ErrorFacts = {}): HotfixkitError {
  return new HotfixkitError('LZX_CORRUPT', message, { structure: STRUCTURE, ...facts });
}
