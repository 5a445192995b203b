/*
 * LZX as cabinets hold it (MS-CAB, [MS-PATCH] 2) and LZX DELTA ([MS-PATCH]) in AssemblyScript: one frame of at most
 * 32768 bytes of output at a time. The memory is laid out in lzx-layout.ts; nothing here allocates.
 *
 * Where streams and documents differ: a stored block's header skips 1 to 16 bits to reach a 16-bit boundary, not 0
 * to 15; a window of 2^20 has 42 position slots and one of 2^21 has 50; the aligned tree precedes the others; a
 * length tree without codes is fine as long as no match asks for it. In a delta a match may reach back before the
 * reference, where there are zeros, and the reference is never translated.
 */
import { FRAME_LENGTH, RING_EXTRA, TRANSLATED, WINDOW } from '../lzx-layout';
import { startInput, take } from './lzx/bits';
import { blockRemaining, decodeBlock, resetBlocks, skipPadding } from './lzx/blocks';
import { translate } from './lzx/calls';
import { configureMatches, setRecent } from './lzx/matches';
import { resetTrees } from './lzx/trees';

export { expected, found } from './lzx/failure';
export { translate };

/** Frames from this one on are never translated: the first GiB of the output is. */
const TRANSLATED_FRAMES: u32 = 32768;

let windowSize: u32 = 0;
let ringSize: u32 = 0;
let mainSymbols: u32 = 0;

/** Where the next byte goes in the ring. */
let position: u32 = 0;
/** Bytes before the frame that a match may refer to. */
let history: u32 = 0;
let frames: u32 = 0;
let translationSize: i32 = 0;

/** For a window of `size` bytes with `slots` position slots; {@link reset} is due. */
export function configure(size: u32, slots: u32, delta: bool): void {
  windowSize = size;
  ringSize = size + RING_EXTRA;
  mainSymbols = 256 + 8 * slots;
  configureMatches(size, ringSize, slots, delta);
}

/** To the start of a stream. The last `reference` bytes of the ring are what lies before it. */
export function reset(reference: u32): void {
  position = 0;
  history = reference;
  frames = 0;
  translationSize = 0;
  resetBlocks();
  setRecent(1, 1, 1);
  resetTrees(mainSymbols);
}

/**
 * Decodes the frame of `length` bytes at INPUT, with zeros behind it, into `outputLength` bytes. Gives their address, or
 * an error, which is below 0.
 */
export function decode(length: u32, outputLength: u32): i32 {
  if (position === ringSize) position = 0;
  const start = position;
  const end = start + outputLength;
  const reach = history - start;
  startInput(length);
  if (frames === 0 && take(1) === 1) {
    translationSize = take(16) << 16;
    translationSize |= take(16);
  }
  while (position < end) {
    const count = decodeBlock(position, end, reach, mainSymbols);
    if (count < 0) return count;
    position += count;
  }
  if (blockRemaining === 0) skipPadding();
  history = min(windowSize, history + outputLength);
  const frame = frames++;
  if (translationSize === 0 || frame >= TRANSLATED_FRAMES) return WINDOW + start;
  translate(start, outputLength, frame * FRAME_LENGTH, translationSize);
  return TRANSLATED;
}
