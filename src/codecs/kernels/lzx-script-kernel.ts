import { BLOCK_INPUT_LENGTH, BLOCK_LENGTH } from '../block-decoder.js';
import type { HuffmanTable } from '../huffman-table.js';
import {
  ALIGNED_ROOT_BITS,
  ALIGNED_SYMBOLS,
  alignedPayload,
  LENGTH_ROOT_BITS,
  LENGTH_SYMBOLS,
  lengthPayload,
  MAIN_ROOT_BITS,
  MATCH,
  mainPayload,
  mainSymbols,
  RunResult,
  slotBases,
  tableOf,
} from '../lzx-codes.js';
import { undoE8 } from '../lzx-e8.js';
import type { LzxKernel } from './lzx-kernel.js';

/**
 * LZX's inner loops in JavaScript. The input is kept with the bytes of each 16-bit word swapped, which turns LZX's bit
 * order into plain big-endian order: the bits at a position are one unaligned load away.
 */
export class LzxScriptKernel implements LzxKernel {
  readonly window: Uint8Array;
  readonly ringSize: number;
  readonly main: HuffmanTable;
  readonly length = tableOf(LENGTH_SYMBOLS, LENGTH_ROOT_BITS, lengthPayload);
  readonly aligned = tableOf(ALIGNED_SYMBOLS, ALIGNED_ROOT_BITS, alignedPayload);
  hasLengths = false;
  position = 0;
  bitPosition = 0;
  readonly #windowSize: number;
  #r0 = 1;
  #r1 = 1;
  #r2 = 1;
  #input: Uint8Array = new Uint8Array();
  /** Reading past the input is checked when a run is over: 32768 matches take less than seven bytes each. */
  readonly #bits = new DataView(new ArrayBuffer(BLOCK_INPUT_LENGTH + 7 * BLOCK_LENGTH));
  readonly #translated = new Uint8Array(BLOCK_LENGTH);

  constructor(windowSize: number, slots: number) {
    this.#windowSize = windowSize;
    this.ringSize = windowSize + BLOCK_LENGTH;
    this.window = new Uint8Array(this.ringSize);
    this.main = tableOf(mainSymbols(slots), MAIN_ROOT_BITS, mainPayload);
  }

  setRecent(r0: number, r1: number, r2: number): void {
    this.#r0 = r0;
    this.#r1 = r1;
    this.#r2 = r2;
  }

  setInput(input: Uint8Array): void {
    this.#input = input;
  }

  startBits(start: number, end: number): void {
    const input = this.#input;
    for (let from = start, to = 0; from < end; from += 2, to += 2) {
      this.#bits.setUint16(to, input[from]! | ((from + 1 < end ? input[from + 1]! : 0) << 8));
    }
    this.bitPosition = 0;
  }

  peek(): number {
    const at = this.bitPosition;
    return this.#bits.getInt32(at >>> 3) << (at & 7);
  }

  decodeRun(runEnd: number, reach: number, isAligned: boolean): number {
    const { window, ringSize } = this;
    const { entries: main, longStart: mainLong, longShift: mainShift, longBias: mainBias } = this.main;
    const {
      entries: lengths,
      longStart: lengthLong,
      longShift: lengthShift,
      longBias: lengthBias,
    } = this.length;
    const aligned = this.aligned.entries;
    const view = this.#bits;
    let position = this.position;
    let at = this.bitPosition;
    let r0 = this.#r0;
    let r1 = this.#r1;
    let r2 = this.#r2;

    // `| 0` keeps the engine from taking the results of unsigned shifts for floating-point numbers.
    while (position < runEnd) {
      let bits = view.getInt32(at >>> 3) << (at & 7);
      let index = bits >>> (32 - MAIN_ROOT_BITS);
      if (index >= mainLong) index = ((bits >>> mainShift) - mainBias) | 0;
      const entry = main[index]!;
      at = (at + (entry & 31)) | 0;
      if (entry < MATCH) {
        window[position++] = entry >>> 5;
        continue;
      }

      let count = ((entry >>> 5) & 7) + 2;
      if (count === 9) {
        if (!this.hasLengths) return RunResult.noLengthTree;
        bits = view.getInt32(at >>> 3) << (at & 7);
        index = bits >>> (32 - LENGTH_ROOT_BITS);
        if (index >= lengthLong) index = ((bits >>> lengthShift) - lengthBias) | 0;
        const lengthEntry = lengths[index]!;
        at = (at + (lengthEntry & 31)) | 0;
        count = (count + (lengthEntry >>> 5)) | 0;
      }

      let distance: number;
      const slot = entry >>> 19;
      if (slot > 2) {
        const extra = (entry >>> 14) & 31;
        bits = view.getInt32(at >>> 3) << (at & 7);
        // Two shifts to the right, since a shift by 32 is a shift by 0.
        if (isAligned && extra >= 3) {
          const alignedEntry = aligned[(bits << (extra - 3)) >>> (32 - ALIGNED_ROOT_BITS)]!;
          distance =
            (slotBases[slot]! - 2 + (((bits >>> 1) >>> (34 - extra)) << 3) + (alignedEntry >>> 5)) | 0;
          at = (at + extra - 3 + (alignedEntry & 31)) | 0;
        } else {
          distance = (slotBases[slot]! - 2 + ((bits >>> 1) >>> (31 - extra))) | 0;
          at = (at + extra) | 0;
        }
        r2 = r1;
        r1 = r0;
      } else if (slot === 0) {
        distance = r0;
      } else if (slot === 1) {
        distance = r1;
        r1 = r0;
      } else {
        distance = r2;
        r2 = r0;
      }
      r0 = distance;

      const stop = position + count;
      if (stop > runEnd) return RunResult.pastEnd;
      let from = position - distance;
      if (from < 0) {
        if (distance > this.#windowSize || distance > reach + position) return RunResult.beforeStart;
        from += ringSize;
      }
      while (position < stop) {
        window[position++] = window[from++]!;
        if (from === ringSize) from = 0;
      }
    }

    this.position = position;
    this.bitPosition = at;
    this.setRecent(r0, r1, r2);
    return RunResult.ok;
  }

  translate(start: number, length: number, frameOffset: number, size: number): Uint8Array {
    const frame = this.#translated.subarray(0, length);
    frame.set(this.window.subarray(start, start + length));
    undoE8(frame, frameOffset, size);
    return frame;
  }
}
