/*
 * Deflate (RFC 1951) and Deflate64 in AssemblyScript, for MSZIP's blocks and for the long streams of zip archives. The memory is laid out
 * in inflate-layout.ts; nothing here allocates.
 *
 * The output starts in the window behind what matches may reach. Input is added and output taken away between
 * the calls of `run`, which goes on where it stopped.
 */
import {
  BAD_BLOCK,
  BAD_STORED_BLOCK,
  CUT,
  CUT_INSIDE,
  DONE,
  FULL,
  HUNGRY,
  INPUT,
  WINDOW,
} from '../inflate-layout';
import { bit, inputBits, isAll, moveTo, skip, startInput, take, useInput } from './inflate/bits';
import { dataLength, HEADER, isWhole, outputLength, SIGNATURE_LENGTH } from './inflate/cf-data';
import { readCodes, useFixedCodes } from './inflate/codes';
import { decodeSymbols } from './inflate/symbols';
import { keepOutput, outputStart, position, putUpTo, takeOutput } from './inflate/window';

export { keepInput, setInput } from './inflate/bits';
export { setDeflate64 } from './inflate/variant';
export { outputStart, position, reset, takeOutput } from './inflate/window';

/* More bits than a block's header can have. */
const HEADER_BITS: i32 = 4608;

/* Where in a stream it stands. */
const AT_HEADER: u32 = 0;
const IN_STORED_BLOCK: u32 = 1;
const IN_CODED_BLOCK: u32 = 2;

let state: u32 = AT_HEADER;
let isLastBlock: bool = false;
/** Bytes of a stored block that are still to come. */
let storedLeft: i32 = 0;

/** A stream starts, without input. What was put out stays within reach. */
export function start(): void {
  startInput();
  state = AT_HEADER;
  isLastBlock = false;
}

/** Where the output of {@link decodeBlocks} starts, how many blocks it is of, and how many bytes of input they take. */
export let blocksStart: i32 = 0;
export let blocks: i32 = 0;
export let blocksInput: i32 = 0;

/**
 * Decodes CFDATA of MSZIP that lie one behind the other in `length` bytes of input, each a stream: at most `most` of them, until there are
 * `wanted` bytes of output. Stops before one with which anything is not as it should be: {@link run} says what that is.
 */
export function decodeBlocks(length: i32, most: i32, wanted: i32): void {
  takeOutput();
  blocksStart = outputStart;
  blocks = 0;
  blocksInput = 0;
  while (blocks < most && position - blocksStart < wanted && isWhole(blocksInput, length)) {
    const from = blocksInput + HEADER;
    const end = from + dataLength(blocksInput);
    keepOutput();
    start();
    useInput(from + SIGNATURE_LENGTH, end);
    const expected = outputLength(blocksInput);
    const result = run(expected);
    if ((result !== DONE && result !== CUT) || position - outputStart !== expected) {
      putUpTo(outputStart);
      return;
    }
    blocksInput = end;
    blocks++;
  }
}

/** Goes on until there are `length` bytes of output, or up to a match more. */
export function run(length: i32): i32 {
  const end = outputStart + length;
  while (true) {
    if (state === AT_HEADER) {
      if (isLastBlock) return DONE;
      if (!isAll && inputBits - bit < HEADER_BITS) return HUNGRY;
      if (bit + 3 > inputBits) return CUT;
      const result = startBlock();
      if (result !== DONE) return result;
    }
    const result = state === IN_STORED_BLOCK ? copyStored(end) : decodeSymbols(end);
    if (result !== DONE) return result;
    state = AT_HEADER;
  }
}

function startBlock(): i32 {
  isLastBlock = take(1) === 1;
  const type = take(2);
  if (type === 0) return startStored();
  if (type === 3) return BAD_BLOCK;
  if (type === 1) useFixedCodes();
  else {
    const result = readCodes();
    if (result !== DONE) return result;
  }
  state = IN_CODED_BLOCK;
  return DONE;
}

function startStored(): i32 {
  const at = (bit + 7) >> 3;
  if ((at << 3) + 32 > inputBits) return CUT;
  storedLeft = load<u16>(at, INPUT);
  if ((storedLeft ^ <i32>load<u16>(at, INPUT + 2)) !== 0xffff) return BAD_STORED_BLOCK;
  moveTo((at + 4) << 3);
  state = IN_STORED_BLOCK;
  return DONE;
}

function copyStored(end: i32): i32 {
  while (storedLeft > 0) {
    if (position >= end) return FULL;
    const at = bit >> 3;
    const length = min(storedLeft, min(end - position, (inputBits >> 3) - at));
    if (length <= 0) return isAll ? CUT_INSIDE : HUNGRY;
    memory.copy(WINDOW + position, INPUT + at, length);
    putUpTo(position + length);
    skip(length << 3);
    storedLeft -= length;
  }
  return DONE;
}
