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
  OVERSHOOT,
  PAST_BLOCK,
  RECENT,
  STORED_RECENT,
  WINDOW,
} from '../../lzx-layout';
import { PATTERNS, STRIDES } from '../copy-match';
import { bit, moveTo } from './bits';
import { failure } from './failure';
import {
  ALIGNED,
  bitsOf,
  countOf,
  distanceOf,
  extraMask,
  kindOf,
  LINK,
  LONG,
  literalMask,
  preparePayloads,
  TURN,
} from './tables';
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

/**
 * For each kind of symbol (see tables.ts) which of four distances, the last three and its own, are the last three from
 * then on, and which is the symbol's.
 */
// biome-ignore format: a row for each kind
const KINDS: usize = memory.data<u8>([
  0, 1, 2, 3,   4, 5, 6, 7,    8, 9, 10, 11,  0, 1, 2, 3,
  4, 5, 6, 7,   0, 1, 2, 3,    8, 9, 10, 11,  4, 5, 6, 7,
  8, 9, 10, 11, 4, 5, 6, 7,    0, 1, 2, 3,    8, 9, 10, 11,
  12, 13, 14, 15, 0, 1, 2, 3,  4, 5, 6, 7,    12, 13, 14, 15,
  0, 1, 2, 3,   4, 5, 6, 7,    8, 9, 10, 11,  12, 13, 14, 15,
], 16);

/** Where `bitsAt` finds the first bit: the lowest three bits of a place say how many of its byte are left, less 1. */
const FIRST_BIT: u32 = ((BITS_TOP - 8) << 3) + 7;

/* Where an entry is in its table, in bytes. */
const MAIN_INDEX: u32 = ((1 << MAIN_ROOT_BITS) - 1) << 3;
const ALIGNED_INDEX: u32 = ((1 << ALIGNED_ROOT_BITS) - 1) << 2;

/** Stands for a distance that is none: with its place among the last ones in the lowest bits. */
const NO_DISTANCE: u32 = 0x8000_0000;

let windowSize: u32 = 0;
let ringSize: u32 = 0;
let isDelta: bool = false;
/** A match of this length says the rest of it behind its distance; 0 where none does. */
let longMatch: u32 = 0;

/** For a window of `size` bytes in a ring of `ring`, with `slots` position slots. */
export function configureMatches(size: u32, ring: u32, slots: u32, delta: bool): void {
  windowSize = size;
  ringSize = ring;
  isDelta = delta;
  longMatch = delta ? LONG_MATCH : 0;
  preparePayloads(slots, ring + OVERSHOOT);
}

/** What the last distances are: at the start of a stream 1, behind the header of a stored block as that says. */
export function setRecent(first: u32, second: u32, third: u32): void {
  setOneRecent(0, first);
  setOneRecent(1, second);
  setOneRecent(2, third);
}

/** What is no distance is found out when it is used: it then reaches back further than any. */
function setOneRecent(place: u32, distance: u32): void {
  store<u32>(place << 2, distance, STORED_RECENT);
  store<u32>(place << 2, distance - 1 < windowSize ? distance : NO_DISTANCE | place, RECENT);
}

/**
 * Literals and matches from `position` in the ring until the output stands at `runEnd`. `reach`: how far back a match at
 * the start of the ring could reach, if the frame started there.
 *
 * What comes next, a literal or a match of which kind, is as good as random, and a branch that goes the wrong way takes
 * longer than all the rest: literals and matches go the same way here. A literal is a match of one byte, which lies behind the
 * ring.
 */
export function decodeRun(position: u32, runEnd: u32, reach: u32): i32 {
  let to = position;
  let recent = v128.load(RECENT);
  /* Where the next bits are, counted from the end, so that this is all that a step must know of them. */
  let at = FIRST_BIT - bit;
  let entry = nextEntry(rotl(bitsAt(at), TURN));

  while (to < runEnd) {
    let bits = bitsAt(at);
    /* The bits that are taken come to lie from bit TURN on, and what is behind them below it. */
    let turned = rotl(bits, entry);
    let count = countOf(entry);
    at -= bitsOf(entry);
    if ((entry & (LINK | LONG)) !== 0) {
      if ((entry & LINK) !== 0) {
        entry = load<u64>((<u32>(bits >> mainLongShift) - mainLongBias) << 3, MAIN_TABLE);
        turned = rotl(bits, entry);
        count = countOf(entry);
        at -= bitsOf(entry);
      }
      if ((entry & LONG) !== 0) {
        if (!hasLengths) return NO_LENGTH_TREE;
        bits <<= bitsOf(entry);
        const own = lengthEntry(bits);
        count += own >> 16;
        at -= own & 63;
        // After 16 bits of the code and 9 there are as many as the distance and a look at the next symbol take.
        bits = (own & 63) > 9 ? bitsAt(at) : bits << own;
        const extra = popcnt(extraMask(entry));
        turned = rotl(bits, TURN + extra);
        at -= extra;
      }
    }
    let distance = <u32>(turned >> TURN) & extraMask(entry);
    if ((entry & ALIGNED) !== 0) {
      const own = load<u32>((<u32>turned >> (TURN - ALIGNED_ROOT_BITS - 2)) & ALIGNED_INDEX, ALIGNED_TABLE);
      distance = (distance << 3) + (own >> 16);
      turned = rotl(turned, own);
      at -= own & 63;
    }
    if (count === longMatch) {
      const rest = restOfLength(bitsAt(at));
      count += rest >> 8;
      at -= rest & 255;
      turned = rotl(bitsAt(at), TURN);
    }
    distance += distanceOf(entry) + (to & literalMask(entry));
    const kind = kindOf(entry);
    entry = nextEntry(turned);

    recent = i8x16.swizzle(i32x4.replace_lane(recent, 3, distance), v128.load(kind, KINDS));
    distance = i32x4.extract_lane(recent, 3);
    let from = to - distance;
    if (<i32>from < 0) {
      // A match that begins before the ring's lower end.
      if (count > runEnd - to) return PAST_BLOCK;
      if (distance >= NO_DISTANCE) {
        return failure(BEFORE_START, windowSize, load<u32>((distance & 3) << 2, STORED_RECENT));
      }
      // From the ring's upper end, if so much has been written.
      from += ringSize;
      const available = reach + to;
      if (distance > available && !isDelta) return BEFORE_START;
      if (distance > available || from + count > ringSize) {
        copyAround(to, from, count, max(distance, available) - available);
        to += count;
        continue;
      }
    }
    const row = min(distance, 16) << 4;
    const pattern = i8x16.swizzle(v128.load(from, WINDOW), v128.load(row, PATTERNS));
    v128.store(to, pattern, WINDOW);
    // Whether it is long is the last that is asked: all that is above is under way then.
    if (count > 16) {
      if (count > runEnd - to) return PAST_BLOCK;
      copyRest(to, from, row >> 4, count, pattern);
    }
    to += count;
  }
  if (to > runEnd) return PAST_BLOCK;

  v128.store(RECENT, recent);
  moveTo(FIRST_BIT - at);
  return 0;
}

/** Copies a match that goes on at the ring's lower end, or has `zeros` bytes or more before the start of the output. */
function copyAround(to: u32, from: u32, count: u32, zeros: u32): void {
  const stop = to + count;
  for (; zeros > 0 && to < stop; zeros--) {
    store<u8>(to++, 0, WINDOW);
    from++;
  }
  while (to < stop) {
    if (from >= ringSize) from -= ringSize;
    store<u8>(to++, load<u8>(from++, WINDOW), WINDOW);
  }
}

/**
 * Copies what is behind the first 16 bytes of a match, `pattern`; a distance above 16 is given as 16. Up to 15 bytes
 * behind the match are written as well.
 */
function copyRest(to: u32, from: u32, distance: u32, count: u32, pattern: v128): void {
  const stop = to + count;
  if (distance === 16) {
    for (to += 16, from += 16; to < stop; to += 16, from += 16) {
      v128.store(to, v128.load(from, WINDOW), WINDOW);
    }
    return;
  }
  const stride: u32 = load<u8>(STRIDES + distance);
  for (to += stride; to < stop; to += stride) v128.store(to, pattern, WINDOW);
}

/** The 57 bits or more from `at` on, on top. */
function bitsAt(at: u32): u64 {
  return load<u64>(at >> 3) << (~at & 7);
}

function lengthEntry(bits: u64): u32 {
  let index = <u32>(bits >> (64 - LENGTH_ROOT_BITS));
  if (index >= lengthLongStart) index = <u32>(bits >> lengthLongShift) - lengthLongBias;
  return load<u32>(index << 2, LENGTH_TABLE);
}

/**
 * The rest of a length, behind the distance: 0, 10, 110 or 111, and 8, 10, 12 or 15 bits. It is in the result's bits 8 and
 * up; how many bits it takes is below.
 */
function restOfLength(bits: u64): u32 {
  const high = <u32>(bits >> 32);
  if (high < 0x8000_0000) return ((high >> 23) << 8) | 9;
  if (high < 0xc000_0000) return ((0x100 + ((high << 2) >> 22)) << 8) | 12;
  if (high < 0xe000_0000) return ((0x500 + ((high << 3) >> 20)) << 8) | 15;
  return (((high << 3) >> 17) << 8) | 18;
}

/** What the bits below TURN begin with. */
function nextEntry(turned: u64): u64 {
  return load<u64>(<u32>turned & MAIN_INDEX, MAIN_TABLE);
}
