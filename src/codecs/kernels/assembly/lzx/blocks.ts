import { BAD_BLOCK_TYPE, INPUT, PAST_INPUT, SHORT_STORED_BLOCK, WINDOW } from '../../lzx-layout';
import {
  bit,
  bitsStart,
  inputLength,
  inputPosition,
  isPastInput,
  moveTo,
  skip,
  startBits,
  take,
} from './bits';
import { failure } from './failure';
import { decodeRun, setRecent } from './matches';
import { readAlignedTree, readTrees } from './trees';

const VERBATIM: u32 = 1;
const ALIGNED: u32 = 2;
const STORED: u32 = 3;

let blockType: u32 = 0;
/** Bytes of output that the block still has. */
export let blockRemaining: u32 = 0;
/** A stored block of odd length is followed by a byte that fills up the word. */
let padding: bool = false;

/** To the start of a stream. */
export function resetBlocks(): void {
  blockType = 0;
  blockRemaining = 0;
  padding = false;
}

/**
 * Decodes what the block has, or up to `end`, from `position` in the ring on; the next block begins where there is none.
 * `reach` is that of {@link decodeRun}. Gives how many bytes came, or an error, which is below 0.
 */
export function decodeBlock(position: u32, end: u32, reach: u32, mainSymbols: u32): i32 {
  let status: i32 = 0;
  if (blockRemaining === 0) {
    status = startBlock(mainSymbols);
    if (status !== 0) return status;
  }
  const length = min(end - position, blockRemaining);
  const runEnd = position + length;
  status = blockType === STORED ? copyStored(position, runEnd) : decodeRun(position, runEnd, reach);
  if (status !== 0) return status;
  blockRemaining -= length;
  return isPastInput() ? PAST_INPUT : length;
}

/** The header of the next block, and its trees; the main one has `mainSymbols`. */
function startBlock(mainSymbols: u32): i32 {
  if (blockType === STORED) endStored();
  blockType = take(3);
  blockRemaining = take(24);
  let status: i32;
  if (blockType === ALIGNED) {
    status = readAlignedTree();
    if (status === 0) status = readTrees(mainSymbols, true);
  } else if (blockType === VERBATIM) {
    status = readTrees(mainSymbols, false);
  } else if (blockType === STORED) {
    status = startStored();
  } else {
    return failure(BAD_BLOCK_TYPE, STORED, blockType);
  }
  if (status !== 0) return status;
  // A block of no length has used bits up, so that a stream of such blocks ends here.
  return isPastInput() ? PAST_INPUT : 0;
}

function startStored(): i32 {
  const header = bitsStart + 2 * ((bit >> 4) + 1);
  if (header + 12 > inputLength) return SHORT_STORED_BLOCK;
  // These can be anything; what is no distance is found out when it is used.
  setRecent(load<u32>(header, INPUT), load<u32>(header, INPUT + 4), load<u32>(header, INPUT + 8));
  padding = (blockRemaining & 1) === 1;
  moveTo((header + 12 - bitsStart) << 3);
  return 0;
}

function copyStored(position: u32, runEnd: u32): i32 {
  const from = inputPosition();
  const length = runEnd - position;
  if (from + length > inputLength) return SHORT_STORED_BLOCK;
  memory.copy(WINDOW + position, INPUT + from, length);
  skip(length << 3);
  return 0;
}

function endStored(): void {
  skipPadding();
  // A block that began in an earlier frame can end at an odd place: the words of this frame are paired from there.
  if ((bit & 15) !== 0) startBits(inputPosition());
}

/** The byte may lie in the next frame's input, if the block ended with the frame. */
export function skipPadding(): void {
  if (!padding || inputPosition() >= inputLength) return;
  padding = false;
  skip(8);
}
