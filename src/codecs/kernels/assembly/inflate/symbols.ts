import {
  BAD_DISTANCE,
  BAD_SYMBOL,
  CUT,
  CUT_INSIDE,
  DISTANCE_ROOT_BITS,
  DISTANCE_TABLE,
  DONE,
  FULL,
  HISTORY,
  HUNGRY,
  INPUT,
  LITERAL_ROOT_BITS,
  LITERAL_TABLE,
  MAX_CODE_LENGTH,
  WINDOW,
} from '../../inflate-layout';
import { copyMatch } from '../copy-match';
import { bit, inputBits, isAll, moveTo } from './bits';
import { END, LINK, LONG, MATCH } from './entries';
import { history, position, putUpTo } from './window';

/* More bits than one symbol and its match, or a second literal, can have. */
const SYMBOL_BITS: i32 = 64;

/** Literals and matches, to the end of the block. */
export function decodeSymbols(end: i32): i32 {
  const limit = isAll ? inputBits : inputBits - SYMBOL_BITS;
  const start = HISTORY - history;
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
    let bits = load<u64>(at >> 3, INPUT) >> (at & 7);
    let entry = load<u32>((<u32>bits & ((1 << LITERAL_ROOT_BITS) - 1)) << 2, LITERAL_TABLE);
    if (entry >= LINK) {
      const own = <u32>(bits >> LITERAL_ROOT_BITS) & ((1 << (MAX_CODE_LENGTH - LITERAL_ROOT_BITS)) - 1);
      entry = load<u32>((((entry & ~LINK) >> 5) + own) << 2, LITERAL_TABLE);
    }
    at += entry & 31;
    bits >>= entry & 31;
    if (entry < MATCH) {
      if (to >= end) {
        result = isAll && at > inputBits ? CUT : FULL;
        at = symbolStart;
        break;
      }
      store<u8>(to++, entry >> 5, WINDOW);
      // Literals come in pairs more often than not: the second is tried on the bits that are there.
      entry = load<u32>((<u32>bits & ((1 << LITERAL_ROOT_BITS) - 1)) << 2, LITERAL_TABLE);
      if (entry >= MATCH || to >= end) continue;
      at += entry & 31;
      store<u8>(to++, entry >> 5, WINDOW);
      continue;
    }

    let count = entry >> 17;
    let extra: u32;
    if (count < 3) {
      if (count !== LONG) {
        result = count === END ? DONE : BAD_SYMBOL;
        if (at > inputBits) result = CUT;
        break;
      }
      count = 3 + (<u32>bits & 0xffff);
      at += 16;
      // With the distance these are more bits than were loaded.
      bits = load<u64>(at >> 3, INPUT) >> (at & 7);
    } else {
      extra = (entry >> 14) & 7;
      count += <u32>bits & ((1 << extra) - 1);
      at += extra;
      bits >>= extra;
    }
    entry = load<u32>((<u32>bits & ((1 << DISTANCE_ROOT_BITS) - 1)) << 2, DISTANCE_TABLE);
    if (entry >= LINK) {
      const own = <u32>(bits >> DISTANCE_ROOT_BITS) & ((1 << (MAX_CODE_LENGTH - DISTANCE_ROOT_BITS)) - 1);
      entry = load<u32>((((entry & ~LINK) >> 5) + own) << 2, DISTANCE_TABLE);
    }
    at += entry & 31;
    bits >>= entry & 31;
    extra = (entry >> 5) & 15;
    const distance = (entry >> 9) + (<u32>bits & ((1 << extra) - 1));
    at += extra;
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
    copyMatch(WINDOW + to, WINDOW + to - distance, distance, count);
    to += count;
  }
  putUpTo(to);
  moveTo(at);
  return result;
}
