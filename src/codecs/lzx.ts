import { HotfixkitError } from '../core/errors.js';
import { BLOCK_INPUT_LENGTH, BLOCK_LENGTH, type BlockDecoder } from './block-decoder.js';
import { HuffmanTable } from './huffman-table.js';
import { createLzxKernel } from './kernels/create-lzx-kernel.js';
import type { LzxKernel } from './kernels/lzx-kernel.js';
import { ALIGNED_SYMBOLS, LENGTH_SYMBOLS, mainSymbols, RunResult } from './lzx-codes.js';

const PRETREE_SYMBOLS = 20;

const BLOCK_VERBATIM = 1;
const BLOCK_ALIGNED = 2;
const BLOCK_STORED = 3;

/** Frames from this one on are never translated: the first GiB of the folder is. */
const TRANSLATED_FRAMES = 32768;

/** Position slots by window size 2^15 to 2^21. The original document is wrong about the last two. */
const slotsByWindow = [30, 32, 34, 36, 38, 42, 50] as const;

/**
 * LZX as cabinets hold it (MS-CAB and [MS-PATCH] 2): a window of 2^15 to 2^21 bytes, one frame of 32768 bytes of
 * output in each CFDATA, Huffman codes and repeated offsets carried from frame to frame.
 *
 * Where streams and documents differ: a stored block's header skips 1 to 16 bits to reach a 16-bit boundary, not 0
 * to 15; a window of 2^20 has 42 position slots and one of 2^21 has 50; the aligned tree precedes the others; a
 * length tree without codes is fine as long as no match asks for it.
 *
 * Headers and trees are read here; what comes between them is the kernel's.
 */
export class LzxDecoder implements BlockDecoder {
  readonly #windowSize: number;
  readonly #kernel: LzxKernel;
  /** Output so far, up to the window's size: how far back a match may reach. */
  #history = 0;
  #frames = 0;
  /** Only a folder's last frame may be shorter than the others. */
  #ended = false;
  #translationSize = 0;

  #input: Uint8Array = new Uint8Array();
  /** Where in the input the bits start: behind a stored block, or 0. */
  #bitsStart = 0;

  #blockType = 0;
  #blockRemaining = 0;
  /** A stored block of odd length is followed by a byte that fills up the word. */
  #padding = false;

  readonly #mainLengths: Uint8Array;
  readonly #lengthLengths = new Uint8Array(LENGTH_SYMBOLS);
  readonly #shortLengths = new Uint8Array(PRETREE_SYMBOLS);
  readonly #pretree = new HuffmanTable(
    Int32Array.from({ length: PRETREE_SYMBOLS }, (_, symbol) => symbol << 5),
    8,
  );

  /** `windowBits` is 15 to 21. Throws `LZX_BAD_WINDOW`. */
  constructor(windowBits: number, createKernel = createLzxKernel) {
    const slots = slotsByWindow[windowBits - 15];
    if (slots === undefined) {
      throw new HotfixkitError('LZX_BAD_WINDOW', 'LZX has no window of this size', {
        structure: 'CFFOLDER',
        expected: '15 to 21',
        found: windowBits,
      });
    }
    this.#windowSize = 2 ** windowBits;
    this.#kernel = createKernel(this.#windowSize, slots);
    this.#mainLengths = new Uint8Array(mainSymbols(slots));
    this.reset();
  }

  reset(): void {
    this.#kernel.position = 0;
    this.#kernel.setRecent(1, 1, 1);
    this.#history = 0;
    this.#frames = 0;
    this.#ended = false;
    this.#translationSize = 0;
    this.#blockType = 0;
    this.#blockRemaining = 0;
    this.#padding = false;
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
    const kernel = this.#kernel;
    if (kernel.position === kernel.ringSize) kernel.position = 0;
    const start = kernel.position;
    const end = start + outputLength;

    this.#input = input;
    kernel.setInput(input);
    this.#startBits(0);
    if (this.#frames === 0 && this.#take(1) === 1) {
      this.#translationSize = (this.#take(16) << 16) | this.#take(16);
    }

    for (let position = start; position < end; position = kernel.position) {
      if (this.#blockRemaining === 0) this.#startBlock();
      const runEnd = Math.min(end, position + this.#blockRemaining);
      if (this.#blockType === BLOCK_STORED) this.#copyStored(position, runEnd);
      else this.#decodeRun(start, runEnd);
      this.#blockRemaining -= kernel.position - position;
      this.#checkEnd();
    }
    if (this.#blockRemaining === 0) this.#skipPadding();

    this.#history = Math.min(this.#windowSize, this.#history + outputLength);
    const number = this.#frames++;
    return this.#translationSize === 0 || number >= TRANSLATED_FRAMES
      ? kernel.window.subarray(start, end)
      : kernel.translate(start, outputLength, number * BLOCK_LENGTH, this.#translationSize);
  }

  #decodeRun(frameStart: number, runEnd: number): void {
    const isAligned = this.#blockType === BLOCK_ALIGNED;
    switch (this.#kernel.decodeRun(runEnd, this.#history - frameStart, isAligned)) {
      case RunResult.noLengthTree:
        throw corrupt('a match has a length, but there is no length tree');
      case RunResult.pastEnd:
        throw corrupt('a match runs past the end of its block or frame');
      case RunResult.beforeStart:
        throw corrupt('a match reaches back before the start');
    }
  }

  /** Makes the input from byte `from` on the source of bits. */
  #startBits(from: number): void {
    this.#bitsStart = from;
    this.#kernel.startBits(from, this.#input.length);
  }

  /** Next byte of the input, rounded down. */
  get #inputPosition(): number {
    return this.#bitsStart + (this.#kernel.bitPosition >>> 3);
  }

  #checkEnd(): void {
    if (this.#kernel.bitPosition > (this.#input.length - this.#bitsStart) * 8) {
      throw corrupt('a frame reads past its end');
    }
  }

  /** The next `count` bits, 1 to 25. */
  #take(count: number): number {
    const bits = this.#kernel.peek();
    this.#kernel.bitPosition += count;
    return bits >>> (32 - count);
  }

  #symbol(table: HuffmanTable): number {
    const bits = this.#kernel.peek();
    let index = bits >>> table.rootShift;
    if (index >= table.longStart) index = (bits >>> table.longShift) - table.longBias;
    const entry = table.entries[index]!;
    this.#kernel.bitPosition += entry & 31;
    return entry >>> 5;
  }

  #startBlock(): void {
    if (this.#blockType === BLOCK_STORED) this.#endStored();
    this.#blockType = this.#take(3);
    this.#blockRemaining = this.#take(24);
    switch (this.#blockType) {
      case BLOCK_ALIGNED:
        for (let i = 0; i < ALIGNED_SYMBOLS; i++) this.#shortLengths[i] = this.#take(3);
        if (!this.#kernel.aligned.build(this.#shortLengths)) throw corrupt('the aligned tree is no code');
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
    this.#checkEnd();
  }

  #readTrees(): void {
    const { main, length } = this.#kernel;
    this.#readLengths(this.#mainLengths, 0, 256);
    this.#readLengths(this.#mainLengths, 256, this.#mainLengths.length);
    if (!main.build(this.#mainLengths)) throw corrupt('the main tree is no code');
    this.#readLengths(this.#lengthLengths, 0, LENGTH_SYMBOLS);
    this.#kernel.hasLengths = length.build(this.#lengthLengths);
    if (!this.#kernel.hasLengths && this.#lengthLengths.some((own) => own !== 0)) {
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
    this.#checkEnd();
  }

  #startStored(): void {
    const start = this.#bitsStart + 2 * ((this.#kernel.bitPosition >>> 4) + 1);
    const input = this.#input;
    if (start + 12 > input.length) throw corrupt('a stored block is cut short');
    const view = new DataView(input.buffer, input.byteOffset + start, 12);
    const recent = (at: number): number => storedDistance(view.getInt32(at, true));
    this.#kernel.setRecent(recent(0), recent(4), recent(8));
    this.#padding = (this.#blockRemaining & 1) === 1;
    this.#kernel.bitPosition = (start + 12 - this.#bitsStart) * 8;
  }

  #copyStored(position: number, runEnd: number): void {
    const from = this.#inputPosition;
    const length = runEnd - position;
    if (from + length > this.#input.length) throw corrupt('a stored block is cut short');
    this.#kernel.window.set(this.#input.subarray(from, from + length), position);
    this.#kernel.position = runEnd;
    this.#kernel.bitPosition += length * 8;
  }

  #endStored(): void {
    this.#skipPadding();
    // A block that began in an earlier frame can end at an odd place: the words of this frame are paired from there.
    if ((this.#kernel.bitPosition & 15) !== 0) this.#startBits(this.#inputPosition);
  }

  /** The byte may lie in the next frame's input, if the block ended with the frame. */
  #skipPadding(): void {
    if (!this.#padding || this.#inputPosition >= this.#input.length) return;
    this.#padding = false;
    this.#kernel.bitPosition += 8;
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
