import {
  ALIGNED_PAYLOADS,
  COUNTS,
  LENGTH_ROOT_BITS,
  LENGTH_TABLE,
  LONG_PLACES,
  MAIN_PAYLOADS,
  MAIN_ROOT_BITS,
  MAX_CODE_LENGTH,
  SORTED,
  WINDOW,
} from '../../lzx-layout';
import { codes, countCodes, endOf, longest, sortSymbols, used } from '../canonical-code';

/*
 * Entries of the main table, 64 bits each, mean the same for literals and for matches, so that what decodes them need
 * not ask which it is:
 *
 *    0-5   bits of the code and of what follows it: of the code alone where LONG, or none where LINK; and TURN more
 *    6-13  bytes to copy, 9 where LONG
 *   14-16  which of the last distances it is, one of the kinds below
 *   17     LINK: the code is longer than the table's bits; it stands alone
 *   18     LONG: a symbol of the length tree comes between the code and the bits of the distance, and is not in the entry
 *   19     ALIGNED: the lowest three bits of the distance are a symbol of the aligned tree
 *   20-36  as many ones as bits of the distance follow
 *   37-63  the smallest distance; of a literal, which is a match of one byte, less than 0: it counts from the start of the
 *          ring, not from where the output stands
 *
 * Entries of the other tables, 32 bits each, have their code's length in bits 0-5 and their symbol in bits 16 and up.
 */
export const TURN: u32 = MAIN_ROOT_BITS + 3;
const COUNT_SHIFT: u32 = 6;
const COUNT_MASK: u32 = 255;
const KIND_SHIFT: u32 = 14;
export const LINK: u64 = 0x2_0000;
export const LONG: u64 = 0x4_0000;
export const ALIGNED: u64 = 0x8_0000;
const EXTRA_SHIFT: u32 = 20;
const DISTANCE_SHIFT: u32 = 37;

/** The kinds after 0, 1 and 2, which are places among the last distances: a new one, and none. */
const NEW: u64 = 3;
const NONE: u64 = 4;

/** Position slots below are the last distances. */
const FIRST_NEW_SLOT: u32 = 3;
/** The first position slot of three extra bits. */
const FIRST_ALIGNED_SLOT: u32 = 8;
/** What a match of the length header 7 has at least. */
const LONG_COUNT: u32 = 9;

/** Bits of the code and of what follows it. */
export function bitsOf(entry: u64): u32 {
  return (<u32>entry & 63) - TURN;
}

export function countOf(entry: u64): u32 {
  return (<u32>entry >> COUNT_SHIFT) & COUNT_MASK;
}

/** Times 16. */
export function kindOf(entry: u64): u32 {
  return (<u32>entry >> (KIND_SHIFT - 4)) & 0x70;
}

export function extraMask(entry: u64): u32 {
  return <u32>(entry >> EXTRA_SHIFT) & 0x1_ffff;
}

export function distanceOf(entry: u64): u32 {
  return <u32>(<i64>entry >> DISTANCE_SHIFT);
}

/** All ones, or 0. */
export function literalMask(entry: u64): u32 {
  return <u32>(<i64>entry >> 63);
}

/** How the table that was built last is looked up for its longer codes. */
export let longStart: u32 = 0;
export let longShift: u32 = 0;
export let longBias: u32 = 0;

/** How many LONG_PLACES there are. */
let longPlaces: u32 = 0;

/**
 * Takes on the canonical code in which symbol `i` has `lengths[i]` bits (0: it does not occur, 16 at most). False where
 * the lengths make no complete code.
 *
 * Shorter codes come first, and within a length the smaller symbol: sorted that way the codes are sorted as numbers too,
 * so the table is filled in one sweep. Codes of at most `rootBits` bits are looked up by the next `rootBits` bits; the
 * longer ones, which all lie from `longStart` on, by as many bits as the longest of them has, behind the others.
 * `payloads` is 0 where the symbol is all that there is to an entry.
 */
export function build(lengths: u32, symbols: u32, payloads: u32, rootBits: u32, table: u32): bool {
  countCodes(lengths, symbols, MAX_CODE_LENGTH, COUNTS);
  if (used !== 1 << MAX_CODE_LENGTH) return false;
  sortSymbols(lengths, symbols, COUNTS, SORTED);

  // Now the counts say where the codes of a length end.
  const unit: u32 = payloads === 0 ? 4 : 8;
  let to = table;
  let i: u32 = 0;
  let places: u32 = 0;
  const most = longest;
  for (let length: u32 = 1; length <= min(rootBits, most); length++) {
    const size = unit << (rootBits - length);
    for (const end = endOf(length, COUNTS); i < end; i++) {
      const symbol: u32 = load<u16>(i << 1, SORTED);
      if (payloads !== 0) {
        store<u32>(places << 2, to, LONG_PLACES);
        places += <u32>(symbol >= 256) & <u32>((symbol & 7) === 7);
      }
      to = fill(to, size, entries(payloads, symbol, length));
    }
  }
  if (payloads !== 0) longPlaces = places;
  const at = (to - table) / unit;
  longStart = at;
  if (i === codes) return true;
  const root = unit << rootBits;
  fill(to, root - (to - table), i64x2.splat(LINK | TURN));
  longShift = 64 - most;
  longBias = (at << (most - rootBits)) - (1 << rootBits);
  to = table + root;
  for (let length = rootBits + 1; length <= most; length++) {
    const size = unit << (most - length);
    for (const end = endOf(length, COUNTS); i < end; i++) {
      to = fill(to, size, entries(payloads, load<u16>(i << 1, SORTED), length));
    }
  }
  return true;
}

/** Gives where the entries, of `size` bytes together, end; up to 12 bytes behind are written as well. */
function fill(to: u32, size: u32, entries: v128): u32 {
  v128.store(to, entries);
  const end = to + size;
  for (to += 16; to < end; to += 16) v128.store(to, entries);
  return end;
}

/** As many of the symbol's entries as are written at once. */
function entries(payloads: u32, symbol: u32, length: u32): v128 {
  if (payloads === 0) return i32x4.splat((symbol << 16) | length);
  return i64x2.splat(load<u64>(payloads + (symbol << 3)) + length);
}

/**
 * Makes one entry of a code in the main table and the symbol of the length tree behind it, where both together are as
 * short as the table's bits. The length tree has been built last.
 */
export function joinLengths(): void {
  for (let n: u32 = 0; n < longPlaces; n++) {
    const place = load<u32>(n << 2, LONG_PLACES);
    const entry = load<u64>(place);
    const rest: u32 = MAIN_ROOT_BITS - bitsOf(entry);
    const joined = (entry ^ LONG) + popcnt<u64>(extraMask(entry));
    for (let i: u32 = 0; i >> rest === 0; i++) {
      const index: u32 = i << (LENGTH_ROOT_BITS - rest);
      const own = load<u32>(index << 2, LENGTH_TABLE);
      const bits = own & 63;
      const more = own >> 16;
      const fits = <u32>(index < longStart) & <u32>(bits <= rest) & <u32>(more <= COUNT_MASK - LONG_COUNT);
      store<u64>(place + (i << 3), fits ? joined + ((<u64>more) << COUNT_SHIFT) + bits : entry);
    }
  }
}

let preparedSlots: u32 = 0;

/** Works out what the symbols of a main tree with `slots` position slots mean, with the bytes of literals at `literals`. */
export function preparePayloads(slots: u32, literals: u32): void {
  if (slots === preparedSlots) return;
  preparedSlots = slots;
  for (let symbol: u32 = 0; symbol < 256; symbol++) {
    store<u8>(literals + symbol, symbol, WINDOW);
    const place: u64 = literals + symbol;
    const payload = ((0 - place) << DISTANCE_SHIFT) | (NONE << KIND_SHIFT) | (1 << COUNT_SHIFT) | TURN;
    store<u64>(symbol << 3, payload, MAIN_PAYLOADS);
    store<u64>(symbol << 3, payload, ALIGNED_PAYLOADS);
  }
  // The first formatted offset of each slot is its distance + 2.
  let base: u64 = 0;
  for (let slot: u32 = 0; slot < slots; slot++) {
    const extra = extraBits(slot);
    const distance =
      slot < FIRST_NEW_SLOT
        ? (<u64>slot) << KIND_SHIFT
        : ((base - 2) << DISTANCE_SHIFT) | (NEW << KIND_SHIFT);
    const isAligned = slot >= FIRST_ALIGNED_SLOT;
    for (let header: u32 = 0; header < 8; header++) {
      const at = ((slot << 3) + header) << 3;
      store<u64>(at, distance | matchPayload(header, extra), MAIN_PAYLOADS + 8 * 256);
      const own = matchPayload(header, isAligned ? extra - 3 : extra) | (isAligned ? ALIGNED : 0);
      store<u64>(at, distance | own, ALIGNED_PAYLOADS + 8 * 256);
    }
    base += 1 << extra;
  }
}

/** What a match of the length header `header`, with `extra` bits of its distance, has beside the distance. */
function matchPayload(header: u32, extra: u64): u64 {
  const mask: u64 = ((1 << extra) - 1) << EXTRA_SHIFT;
  if (header === 7) return mask | LONG | ((<u64>LONG_COUNT) << COUNT_SHIFT) | TURN;
  return mask | ((<u64>header + 2) << COUNT_SHIFT) | (TURN + extra);
}

/** Bits of a distance that follow the symbol of position slot `slot`. */
function extraBits(slot: u32): u64 {
  return slot < 4 ? 0 : min(17, (slot >> 1) - 1);
}
