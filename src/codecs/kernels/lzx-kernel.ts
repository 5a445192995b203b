import type { HuffmanTable } from '../huffman-table.js';

/** The inner loops of LZX, and what they work on: input bits, tables, window. */
export interface LzxKernel {
  /** A ring of a window and a frame: what a copy in large steps writes past its match is in nobody's reach. */
  readonly window: Uint8Array;
  readonly ringSize: number;
  readonly main: HuffmanTable;
  readonly length: HuffmanTable;
  readonly aligned: HuffmanTable;
  /** Whether `length` has been built: it may have no codes at all. */
  hasLengths: boolean;
  /** Where the next byte goes in the window. */
  position: number;
  /** Bits of the input that have been used up, counted from where `startBits` was told to start. */
  bitPosition: number;

  /** The distances of the last matches; 1 to 2^31 - 1 each. */
  setRecent(r0: number, r1: number, r2: number): void;

  /** Takes the input of a frame. */
  setInput(input: Uint8Array): void;

  /** Makes the input between two bytes the bits that are read from now on. */
  startBits(start: number, end: number): void;

  /** The next 25 bits or more, from the highest down. */
  peek(): number;

  /**
   * Literals and matches until the window's position is `runEnd`. A match at position p may reach back `reach + p`
   * bytes. Gives a `RunResult`. May read a little past the input, which is for the caller to see by the bit position.
   */
  decodeRun(runEnd: number, reach: number, isAligned: boolean): number;

  /** A copy of the frame at `start` of the window with calls translated back; valid until the next one. */
  translate(start: number, length: number, frameOffset: number, size: number): Uint8Array;
}
