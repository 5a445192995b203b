import {
  ALIGNED_ROOT_BITS,
  ALIGNED_TABLE,
  BEFORE_START,
  BITS_TOP,
  LENGTH_ROOT_BITS,
  LENGTH_TABLE,
  MAIN_ROOT_BITS,
  MAIN_TABLE,
  NO_LENGTH_TREE,
  PAST_BLOCK,
  RECENT,
  SLOT_BASES,
  WINDOW,
} from '../../lzx-layout';
import { copyMatch } from '../copy-match';
import { bit, moveTo } from './bits';
import { failure } from './failure';
import { extraBits, LINK, preparePayloads } from './tables';
import {
  hasLengths,
  lengthLongBias,
  lengthLongShift,
  lengthLongStart,
  mainLongBias,
  mainLongShift,
} from './trees';

/** From this length on a match of a delta says its length in another way. */
const LONG_MATCH: u32 = 257;

/** The first position slot of three extra bits. */
const FIRST_ALIGNED: u32 = 8;

let windowSize: u32 = 0;
let ringSize: u32 = 0;
let isDelta: bool = false;
/** For a window of `size` bytes in a ring of `ring`, with `slots` position slots. */
export function configureMatches(size: u32, ring: u32, slots: u32, delta: bool): void {
  windowSize = size;
  ringSize = ring;
  isDelta = delta;
  preparePayloads(slots);
  // The first formatted offset of each slot is its distance + 2.
  let base: u32 = 0;
  for (let slot: u32 = 0; slot < slots; slot++) {
    store<u32>(slot << 2, base - 2, SLOT_BASES);
    base += 1 << extraBits(slot);
  }
}

/** What the last distances are: at the start of a stream 1, behind the header of a stored block as that says. */
export function setRecent(first: u32, second: u32, third: u32): void {
  store<u32>(RECENT, first);
  store<u32>(RECENT, second, 4);
  store<u32>(RECENT, third, 8);
}

/**
 * Literals and matches from `position` in the ring until the output stands at `runEnd`. `reach`: how far back a match at
 * the start of the ring could reach, if the frame started there.
 */
export function decodeRun(position: u32, runEnd: u32, reach: u32, isAligned: bool): i32 {
  const delta = isDelta;
  const window = windowSize;
  const mainShift = <u64>mainLongShift;
  const mainBias = mainLongBias;
  /* Three literals that follow each other are put out in one round. */
  const lastThree = max(2, runEnd) - 2;
  let to = position;
  let last = load<u32>(RECENT);
  /* Two in one, since the loop has use for every register. */
  let others = load<u64>(RECENT, 4);
  /* The next `left & 63` bits are on top of `bits`; the rest of `left` is not cleared. More are read below `next`. */
  let next = BITS_TOP - (bit >> 3) - 7;
  let bits = load<u64>(next - 1) << (bit & 7);
  let left: u64 = 56 - (bit & 7);
  let entry = mainEntry(bits);

  while (to < runEnd) {
    bits |= load<u64>(next - 8) >> left;
    next -= <u32>((left ^ 63) >> 3) & 7;
    left |= 56;
    bits <<= entry;
    left -= entry;
    if (<i32>entry < 0) {
      store<u8>(to++, entry >> 16, WINDOW);
      entry = mainEntry(bits);
      if (<i32>entry >= 0 || to >= lastThree) continue;
      bits <<= entry;
      left -= entry;
      store<u8>(to++, entry >> 16, WINDOW);
      entry = mainEntry(bits);
      if (<i32>entry >= 0) continue;
      bits <<= entry;
      left -= entry;
      store<u8>(to++, entry >> 16, WINDOW);
      entry = mainEntry(bits);
      continue;
    }
    if ((entry & LINK) !== 0) {
      entry = load<u32>((<u32>(bits >> mainShift) - mainBias) << 2, MAIN_TABLE);
      bits <<= entry;
      left -= entry;
      if (<i32>entry < 0) {
        store<u8>(to++, entry >> 16, WINDOW);
        entry = mainEntry(bits);
        continue;
      }
    }

    let count = (<u32>entry >> 25) + 2;
    if (count === 9) {
      if (!hasLengths) return NO_LENGTH_TREE;
      let index = <u32>(bits >> (64 - LENGTH_ROOT_BITS));
      if (index >= lengthLongStart) index = <u32>(bits >> lengthLongShift) - lengthLongBias;
      const own: u64 = load<u32>(index << 2, LENGTH_TABLE);
      bits <<= own;
      left -= own;
      count += <u32>own >> 16;
    }

    let distance: u32;
    const slot = (<u32>entry >> 16) & 511;
    if (slot > 2) {
      const shift = entry >> 8;
      distance = load<u32>(slot << 2, SLOT_BASES);
      if (isAligned && slot >= FIRST_ALIGNED) {
        // The lowest three bits are a symbol of the aligned tree.
        const extra = (shift & 63) ^ 63;
        distance += (<u32>((bits >> 1) >> (shift + 3))) << 3;
        bits <<= extra - 3;
        const own: u64 = load<u32>((<u32>(bits >> (64 - ALIGNED_ROOT_BITS))) << 2, ALIGNED_TABLE);
        distance += <u32>own >> 16;
        bits <<= own;
        left -= extra - 3 + (own & 63);
      } else {
        distance += <u32>((bits >> 1) >> shift);
        const extra = (shift & 63) ^ 63;
        bits <<= extra;
        left -= extra;
      }
      others = (others << 32) | last;
      last = distance;
    } else {
      // One of the last three, which changes places with the very last.
      if (slot > 0) {
        const place: u64 = (slot - 1) << 5;
        const old = last;
        last = <u32>(others >> place);
        others ^= (<u64>(last ^ old)) << place;
      }
      distance = last;
    }

    if (delta && count === LONG_MATCH) {
      // The rest of the length comes behind the distance: 0, 10, 110 or 111, and 8, 10, 12 or 15 bits.
      bits |= load<u64>(next - 8) >> left;
      next -= <u32>((left ^ 63) >> 3) & 7;
      left |= 56;
      const high = <u32>(bits >> 32);
      let used: u64;
      if (high < 0x8000_0000) {
        count += high >> 23;
        used = 9;
      } else if (high < 0xc000_0000) {
        count += 0x100 + ((high << 2) >> 22);
        used = 12;
      } else if (high < 0xe000_0000) {
        count += 0x500 + ((high << 3) >> 20);
        used = 15;
      } else {
        count += (high << 3) >> 17;
        used = 18;
      }
      bits <<= used;
      left -= used;
    }
    entry = mainEntry(bits);

    if (count > runEnd - to) return PAST_BLOCK;
    const stop = to + count;
    let from = to - distance;
    // A distance of 0, which only a stored block's header can bring in, is too large as well.
    if (distance - 1 >= min(to, window)) {
      if (distance - 1 >= window) {
        return failure(BEFORE_START, window, distance);
      }
      // From the ring's upper end, if so much has been written.
      from += ringSize;
      const available = reach + to;
      if (distance > available) {
        if (!delta) return BEFORE_START;
        for (let zeros = min(distance - available, count); zeros > 0; zeros--) {
          store<u8>(to++, 0, WINDOW);
          from++;
        }
      }
      if (distance > available || from + count > ringSize) {
        while (to < stop) {
          if (from >= ringSize) from -= ringSize;
          store<u8>(to++, load<u8>(from++, WINDOW), WINDOW);
        }
        continue;
      }
    }
    copyMatch(WINDOW + to, WINDOW + from, distance, count);
    to = stop;
  }

  store<u32>(RECENT, last);
  store<u64>(RECENT, others, 4);
  moveTo(((BITS_TOP - next) << 3) - (<u32>left & 63));
  return 0;
}

function mainEntry(bits: u64): u64 {
  return load<u32>((<u32>(bits >> (64 - MAIN_ROOT_BITS))) << 2, MAIN_TABLE);
}
