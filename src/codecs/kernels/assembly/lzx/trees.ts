import {
  ALIGNED_PAYLOADS,
  ALIGNED_ROOT_BITS,
  ALIGNED_SYMBOLS,
  ALIGNED_TABLE,
  BAD_ALIGNED_TREE,
  BAD_CODE_LENGTH,
  BAD_LENGTH_TREE,
  BAD_MAIN_TREE,
  BAD_PRETREE,
  LENGTH_LENGTHS,
  LENGTH_ROOT_BITS,
  LENGTH_SYMBOLS,
  LENGTH_TABLE,
  LONG_LENGTH_RUN,
  MAIN_LENGTHS,
  MAIN_PAYLOADS,
  MAIN_ROOT_BITS,
  MAIN_TABLE,
  PAST_INPUT,
  PRETREE_ROOT_BITS,
  PRETREE_SYMBOLS,
  PRETREE_TABLE,
  SHORT_LENGTHS,
} from '../../lzx-layout';
import { isPastInput, peek, skip, take } from './bits';
import { failure } from './failure';
import { build, joinLengths, longBias, longShift, longStart } from './tables';

export let mainLongShift: u32 = 0;
export let mainLongBias: u32 = 0;
export let lengthLongStart: u32 = 0;
export let lengthLongShift: u32 = 0;
export let lengthLongBias: u32 = 0;
/** Whether there is a length tree: it may have no codes at all. */
export let hasLengths: bool = false;

/** At the start of a stream the trees before the first have no codes. */
export function resetTrees(mainSymbols: u32): void {
  hasLengths = false;
  memory.fill(MAIN_LENGTHS, 0, mainSymbols);
  memory.fill(LENGTH_LENGTHS, 0, LENGTH_SYMBOLS);
}

/** The tree of an aligned block, which precedes the others. */
export function readAlignedTree(): i32 {
  for (let i = 0; i < ALIGNED_SYMBOLS; i++) store<u8>(i, take(3), SHORT_LENGTHS);
  return build(SHORT_LENGTHS, ALIGNED_SYMBOLS, 0, ALIGNED_ROOT_BITS, ALIGNED_TABLE) ? 0 : BAD_ALIGNED_TREE;
}

/** The trees of a block, which follow its header or its aligned tree; the main one has `mainSymbols`. */
export function readTrees(mainSymbols: u32, isAligned: bool): i32 {
  let status = readLengths(MAIN_LENGTHS, 0, 256);
  if (status !== 0) return status;
  status = readLengths(MAIN_LENGTHS, 256, mainSymbols);
  if (status !== 0) return status;
  const payloads: u32 = isAligned ? ALIGNED_PAYLOADS : MAIN_PAYLOADS;
  if (!build(MAIN_LENGTHS, mainSymbols, payloads, MAIN_ROOT_BITS, MAIN_TABLE)) return BAD_MAIN_TREE;
  mainLongShift = longShift;
  mainLongBias = longBias;

  status = readLengths(LENGTH_LENGTHS, 0, LENGTH_SYMBOLS);
  if (status !== 0) return status;
  hasLengths = build(LENGTH_LENGTHS, LENGTH_SYMBOLS, 0, LENGTH_ROOT_BITS, LENGTH_TABLE);
  lengthLongStart = longStart;
  lengthLongShift = longShift;
  lengthLongBias = longBias;
  if (hasLengths) {
    joinLengths();
    return 0;
  }
  for (let i = 0; i < LENGTH_SYMBOLS; i++) {
    if (load<u8>(i, LENGTH_LENGTHS) !== 0) return BAD_LENGTH_TREE;
  }
  return 0;
}

/** Code lengths are stored as differences to those of the block before, themselves Huffman coded. */
function readLengths(lengths: u32, from: u32, to: u32): i32 {
  for (let i = 0; i < PRETREE_SYMBOLS; i++) store<u8>(i, take(4), SHORT_LENGTHS);
  if (!build(SHORT_LENGTHS, PRETREE_SYMBOLS, 0, PRETREE_ROOT_BITS, PRETREE_TABLE)) return BAD_PRETREE;
  let at = from;
  while (at < to) {
    const symbol = pretreeSymbol();
    const old: u32 = load<u8>(lengths + at);
    if (symbol < 17) {
      store<u8>(lengths + at, difference(old, symbol));
      at++;
      continue;
    }
    let run: u32;
    let value: u32 = 0;
    if (symbol === 17) {
      run = take(4) + 4;
    } else if (symbol === 18) {
      run = take(5) + 20;
    } else {
      run = take(1) + 4;
      const own = pretreeSymbol();
      if (own > 16) {
        return failure(BAD_CODE_LENGTH, 16, own);
      }
      value = difference(old, own);
    }
    if (at + run > to) return failure(LONG_LENGTH_RUN, to - at, run);
    memory.fill(lengths + at, <u8>value, run);
    at += run;
  }
  return isPastInput() ? PAST_INPUT : 0;
}

function difference(old: u32, symbol: u32): u32 {
  const length = old + 17 - symbol;
  return length < 17 ? length : length - 17;
}

function pretreeSymbol(): u32 {
  const bits = peek();
  let index = <u32>(bits >> (64 - PRETREE_ROOT_BITS));
  if (index >= longStart) index = <u32>(bits >> longShift) - longBias;
  const entry = load<u32>(index << 2, PRETREE_TABLE);
  skip(entry & 63);
  return entry >> 16;
}
