import {
  BAD_DISTANCE,
  BAD_SYMBOL,
  CUT,
  CUT_INSIDE,
  DISTANCE_ROOT_BITS,
  DISTANCE_TABLE,
  DONE,
  FULL,
  HUNGRY,
  INPUT,
  LITERAL_ROOT_BITS,
  LITERAL_TABLE,
  MAX_CODE_LENGTH,
  WINDOW,
} from '../../inflate-layout';
import { copyMatch } from '../copy-match';
import { bit, inputBits, isAll, moveTo } from './bits';
import { END, EXCEPTION, LINK, LITERAL } from './entries';
import { history, outputStart, position, putUpTo } from './window';

/* More bits than one symbol and its match, or a second literal, can have. */
const SYMBOL_BITS: i32 = 64;

/**
 * How far before the end of the input, in bytes, a round of {@link decodeMost} may start at most: its bits start 17 bits
 * before that place or more, and it takes 82 at most.
 */
const FAST_INPUT: i32 = 9;
/** A round of {@link decodeMost} starts three symbols at most. */
const FAST_OUTPUT: i32 = 3;

/** Literals and matches, to the end of the block. */
export function decodeSymbols(end: i32): i32 {
  const result = decodeMost(end);
  return result === FULL ? decodeRest(end) : result;
}

function literalEntry(bits: u64): u64 {
  return load<u32>((<u32>bits & ((1 << LITERAL_ROOT_BITS) - 1)) << 2, LITERAL_TABLE);
}

/** The lowest `entry & 63` bits, without those of the code, where `rest` is what is above them. */
function extraBits(bits: u64, rest: u64, entry: u64): u32 {
  return <u32>((bits ^ (rest << entry)) >> (entry >> 8));
}

/**
 * In {@link decodeMost} so many bits that have been used lie below the next ones: those that tell an entry apart are then
 * its place in bytes, since an entry has four, and need not be shifted. Each step waits for that of the one before.
 */
const USED_BITS: i32 = 2;
const LITERAL_PLACES: u32 = ((1 << LITERAL_ROOT_BITS) - 1) << USED_BITS;
const DISTANCE_PLACES: u32 = ((1 << DISTANCE_ROOT_BITS) - 1) << USED_BITS;

/** What the bits above the used ones begin with. */
function nextEntry(bits: u64): u64 {
  return load<u32>(<u32>bits & LITERAL_PLACES, LITERAL_TABLE);
}

/**
 * Goes on while neither the input nor the output can end within a round. FULL is the answer where one may.
 *
 * `bits` has the used bits and the next ones of the input, `left & 63` together, and above them some that are read again;
 * the rest of `left` is not cleared.
 */
function decodeMost(end: i32): i32 {
  const lastInput = INPUT + (inputBits >> 3) - FAST_INPUT;
  const lastOutput = WINDOW + end - FAST_OUTPUT;
  const start = WINDOW + outputStart - history;
  let to = WINDOW + position;
  let next = INPUT + (bit >> 3);
  if (next > lastInput || to >= lastOutput) return FULL;
  let bits = (load<u64>(next) >> (bit & 7)) << USED_BITS;
  let left: u64 = 56 + USED_BITS - (bit & 7);
  next += 7;
  let result: i32 = FULL;
  let entry = nextEntry(bits);
  while (true) {
    if (next > lastInput) break;
    if (to >= lastOutput) break;
    bits |= load<u64>(next) << left;
    next += <i32>((left ^ 63) >> 3) & 7;
    left |= 56;

    let before = bits;
    bits >>= entry;
    left -= entry;
    if (<i32>entry < 0) {
      store<u8>(to, entry >> 16);
      entry = nextEntry(bits);
      before = bits;
      bits >>= entry;
      left -= entry;
      if (<i32>entry < 0) {
        store<u8>(to, entry >> 16, 1);
        entry = nextEntry(bits);
        before = bits;
        bits >>= entry;
        left -= entry;
        if (<i32>entry < 0) {
          store<u8>(to, entry >> 16, 2);
          to += 3;
          entry = nextEntry(bits);
          continue;
        }
        to += 2;
      } else to++;
    }
    if ((entry & EXCEPTION) !== 0) {
      if ((entry & LINK) !== 0) {
        const own = (<u32>bits >> USED_BITS) & ((1 << (MAX_CODE_LENGTH - LITERAL_ROOT_BITS)) - 1);
        entry = load<u32>((<u32>(entry >> 16) + own) << 2, LITERAL_TABLE);
        before = bits;
        bits >>= entry;
        left -= entry;
        if (<i32>entry < 0) {
          store<u8>(to++, entry >> 16);
          entry = nextEntry(bits);
          continue;
        }
      }
      if ((entry & EXCEPTION) !== 0) {
        result = <u32>entry >> 16 === END >> 16 ? DONE : BAD_SYMBOL;
        break;
      }
    }
    const count = (<u32>entry >> 16) + extraBits(before >> USED_BITS, bits >> USED_BITS, entry);

    entry = load<u32>(<u32>bits & DISTANCE_PLACES, DISTANCE_TABLE);
    // Behind two literals there may be no 29 bits left.
    bits |= load<u64>(next) << left;
    next += <i32>((left ^ 63) >> 3) & 7;
    left |= 56;
    if ((entry & EXCEPTION) !== 0) {
      bits >>= DISTANCE_ROOT_BITS;
      left -= DISTANCE_ROOT_BITS;
      const own = (<u32>bits >> USED_BITS) & ((1 << (MAX_CODE_LENGTH - DISTANCE_ROOT_BITS)) - 1);
      entry = load<u32>((<u32>(entry >> 16) + own) << 2, DISTANCE_TABLE);
    }
    before = bits;
    bits >>= entry;
    left -= entry;
    const distance = (<u32>entry >> 16) + extraBits(before >> USED_BITS, bits >> USED_BITS, entry);
    // No distance, or one that reaches back before the start: as a number without sign it is too large, either way.
    if (distance - 1 >= <u32>(to - start)) {
      result = BAD_DISTANCE;
      break;
    }
    entry = nextEntry(bits);
    copyMatch(to, to - distance, distance, count);
    to += count;
  }
  putUpTo(to - WINDOW);
  moveTo(((next - INPUT) << 3) - (<i32>left & 63) + USED_BITS);
  return result;
}

/** Goes on where the input or the output may end within a symbol. */
function decodeRest(end: i32): i32 {
  const limit = isAll ? inputBits : inputBits - SYMBOL_BITS;
  const start = outputStart - history;
  let to = position;
  let at = bit;
  let result: i32 = FULL;
  while (true) {
    if (at > limit) {
      // Past the end: the last symbol was not all there.
      result = isAll ? CUT_INSIDE : HUNGRY;
      break;
    }
    const symbolStart = at;
    let before = load<u64>(at >> 3, INPUT) >> (at & 7);
    let entry = literalEntry(before);
    if ((entry & (LITERAL | LINK)) === LINK) {
      at += LITERAL_ROOT_BITS;
      before >>= LITERAL_ROOT_BITS;
      const own = <u32>before & ((1 << (MAX_CODE_LENGTH - LITERAL_ROOT_BITS)) - 1);
      entry = load<u32>((<u32>(entry >> 16) + own) << 2, LITERAL_TABLE);
    }
    at += <i32>entry & 63;
    let bits = before >> entry;
    if (<i32>entry < 0) {
      if (to >= end) {
        result = isAll && at > inputBits ? CUT : FULL;
        at = symbolStart;
        break;
      }
      store<u8>(to++, entry >> 16, WINDOW);
      continue;
    }
    if ((entry & EXCEPTION) !== 0) {
      result = <u32>entry >> 16 === END >> 16 ? DONE : BAD_SYMBOL;
      if (at > inputBits) result = CUT;
      break;
    }
    const count = (<u32>entry >> 16) + extraBits(before, bits, entry);

    // With the longest length of Deflate64 these are more bits than were loaded.
    before = load<u64>(at >> 3, INPUT) >> (at & 7);
    entry = load<u32>((<u32>before & ((1 << DISTANCE_ROOT_BITS) - 1)) << 2, DISTANCE_TABLE);
    if ((entry & EXCEPTION) !== 0) {
      at += DISTANCE_ROOT_BITS;
      before >>= DISTANCE_ROOT_BITS;
      const own = <u32>before & ((1 << (MAX_CODE_LENGTH - DISTANCE_ROOT_BITS)) - 1);
      entry = load<u32>((<u32>(entry >> 16) + own) << 2, DISTANCE_TABLE);
    }
    at += <i32>entry & 63;
    bits = before >> entry;
    const distance = (<u32>entry >> 16) + extraBits(before, bits, entry);
    if (to >= end) {
      result = isAll && at > inputBits ? CUT : FULL;
      at = symbolStart;
      break;
    }
    // No distance, or one that reaches back before the start: as a number without sign it is too large, either way.
    if (distance - 1 >= <u32>(to - start)) {
      result = at > inputBits ? CUT : BAD_DISTANCE;
      break;
    }
    copyRest(WINDOW + to, distance, count);
    to += count;
  }
  putUpTo(to);
  moveTo(at);
  return result;
}

/** What {@link copyMatch} does, which is compiled into the fast loop as long as nothing else calls it. */
function copyRest(to: u32, distance: u32, count: u32): void {
  const stop = to + count;
  let from = to - distance;
  // As many bytes as make a distance of 16 or more of a smaller one.
  const near = distance < 16 ? min(stop, to + 32) : to;
  while (to < near) store<u8>(to++, load<u8>(from++));
  if (distance < 16) from = to - (16 - (16 % distance)) * 2;
  for (; to < stop; to += 16, from += 16) v128.store(to, v128.load(from));
}
