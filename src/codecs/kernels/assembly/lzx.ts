/*
 * LZX as cabinets hold it (MS-CAB, [MS-PATCH] 2) and LZX DELTA ([MS-PATCH]) in AssemblyScript: one frame of at most
 * 32768 bytes of output at a time. The memory is laid out in lzx-layout.ts; nothing here allocates.
 *
 * Where streams and documents differ: a stored block's header skips 1 to 16 bits to reach a 16-bit boundary, not 0
 * to 15; a window of 2^20 has 42 position slots and one of 2^21 has 50; the aligned tree precedes the others; a
 * length tree without codes is fine as long as no match asks for it. In a delta a match may reach back before the
 * reference, where there are zeros, and the reference is never translated.
 */
import {
  ALIGNED_ROOT_BITS,
  ALIGNED_SYMBOLS,
  ALIGNED_TABLE,
  BAD_ALIGNED_TREE,
  BAD_BLOCK_TYPE,
  BAD_CODE_LENGTH,
  BAD_LENGTH_TREE,
  BAD_MAIN_TREE,
  BAD_PRETREE,
  BEFORE_START,
  BITS_TOP,
  COUNTS,
  FRAME_LENGTH,
  INPUT,
  LENGTH_LENGTHS,
  LENGTH_ROOT_BITS,
  LENGTH_SYMBOLS,
  LENGTH_TABLE,
  LONG_LENGTH_RUN,
  MAIN_LENGTHS,
  MAIN_ROOT_BITS,
  MAIN_TABLE,
  MAX_CODE_LENGTH,
  NO_LENGTH_TREE,
  PAST_BLOCK,
  PAST_INPUT,
  PRETREE_ROOT_BITS,
  PRETREE_SYMBOLS,
  PRETREE_TABLE,
  RING_EXTRA,
  SHORT_LENGTHS,
  SHORT_STORED_BLOCK,
  SLOT_BASES,
  SORTED,
  TRANSLATED,
  WINDOW,
} from '../lzx-layout';

const VERBATIM: u32 = 1;
const ALIGNED: u32 = 2;
const STORED: u32 = 3;

/** Frames from this one on are never translated: the first GiB of the output is. */
const TRANSLATED_FRAMES: u32 = 32768;

/** From this length on a match of a delta says its length in another way. */
const LONG_MATCH: u32 = 257;

/*
 * Entries of the main table, above the code's length in bits 0-4: a literal has its byte in bits 5-12; a match has bit
 * 13 set, its length header in bits 5-7, extra bits in bits 14-18, position slot in bits 19-27. Entries of the others
 * have their symbol in bits 5 and up.
 */
const MATCH: u32 = 1 << 13;

/** What the last error expected and found, where it says so. */
export let expected: i32 = 0;
export let found: i32 = 0;

let windowSize: u32 = 0;
let ringSize: u32 = 0;
let mainSymbols: u32 = 0;
let isDelta: bool = false;

/** Where the next byte goes in the ring. */
let position: u32 = 0;
let frameStart: u32 = 0;
/** Bytes before the frame that a match may refer to. */
let history: u32 = 0;
let frames: u32 = 0;
let translationSize: i32 = 0;

let inputLength: u32 = 0;
/** Where in the input the bits start: behind a stored block, or 0. */
let bitsStart: u32 = 0;
/** The next bit, counted from there. */
let bit: u32 = 0;

let blockType: u32 = 0;
let blockRemaining: u32 = 0;
/** A stored block of odd length is followed by a byte that fills up the word. */
let padding: bool = false;
let recent0: u32 = 1;
let recent1: u32 = 1;
let recent2: u32 = 1;

/** How the table that was built last is looked up for its longer codes. */
let longStart: u32 = 0;
let longShift: u32 = 0;
let longBias: u32 = 0;
let mainLongStart: u32 = 0;
let mainLongShift: u32 = 0;
let mainLongBias: u32 = 0;
let lengthLongStart: u32 = 0;
let lengthLongShift: u32 = 0;
let lengthLongBias: u32 = 0;
/** Whether there is a length tree: it may have no codes at all. */
let hasLengths: bool = false;

/** For a window of `size` bytes with `slots` position slots; {@link reset} is due. */
export function configure(size: u32, slots: u32, delta: bool): void {
  windowSize = size;
  ringSize = size + RING_EXTRA;
  mainSymbols = 256 + 8 * slots;
  isDelta = delta;
  // The first formatted offset of each slot is its distance + 2.
  let base: u32 = 0;
  for (let slot: u32 = 0; slot < slots; slot++) {
    store<u32>(slot << 2, base, SLOT_BASES);
    base += 1 << extraBits(slot);
  }
}

/** To the start of a stream. The last `reference` bytes of the ring are what lies before it. */
export function reset(reference: u32): void {
  position = 0;
  history = reference;
  frames = 0;
  translationSize = 0;
  blockType = 0;
  blockRemaining = 0;
  padding = false;
  recent0 = 1;
  recent1 = 1;
  recent2 = 1;
  hasLengths = false;
  memory.fill(MAIN_LENGTHS, 0, mainSymbols);
  memory.fill(LENGTH_LENGTHS, 0, LENGTH_SYMBOLS);
}

/**
 * Decodes the frame of `length` bytes at INPUT, with zeros behind it, into `outputLength` bytes. Gives their address, or
 * an error, which is below 0.
 */
export function decode(length: u32, outputLength: u32): i32 {
  inputLength = length;
  if (position === ringSize) position = 0;
  const start = position;
  const end = start + outputLength;
  frameStart = start;
  startBits(0);
  if (frames === 0 && take(1) === 1) {
    translationSize = take(16) << 16;
    translationSize |= take(16);
  }
  while (position < end) {
    let status: i32 = 0;
    if (blockRemaining === 0) {
      status = startBlock();
      if (status !== 0) return status;
    }
    const before = position;
    const runEnd = before + min(end - before, blockRemaining);
    status = blockType === STORED ? copyStored(runEnd) : decodeRun(runEnd);
    if (status !== 0) return status;
    blockRemaining -= position - before;
    if (isPastInput()) return PAST_INPUT;
  }
  if (blockRemaining === 0) skipPadding();
  history = min(windowSize, history + outputLength);
  const frame = frames++;
  if (translationSize === 0 || frame >= TRANSLATED_FRAMES) return WINDOW + start;
  translate(start, outputLength, frame * FRAME_LENGTH, translationSize);
  return TRANSLATED;
}

/**
 * Undoes the translation of x86 calls ([MS-PATCH] 2.4) in a copy of the frame, since matches refer to what was there
 * before: the encoder replaced the relative target behind each byte 0xE8 by an absolute one, counted from the start of
 * the output. `frameOffset` is where the frame starts there. A frame's last ten bytes start no call. (EXTRACT.EXE changes
 * part of a target there; EXPAND.EXE, which decodes what all encoders write, does not.)
 */
export function translate(start: u32, length: u32, frameOffset: i32, size: i32): void {
  memory.copy(TRANSLATED, WINDOW + start, length);
  const end = <i32>length - 10;
  const calls = i8x16.splat(<i8>0xe8);
  let at: i32 = 0;
  while (at < end) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at, TRANSLATED), calls));
    if (mask === 0) {
      at += 16;
      continue;
    }
    at += ctz(mask);
    if (at >= end) return;
    let target = load<i32>(at, TRANSLATED + 1);
    const place = frameOffset + at;
    if (target >= -place && target < size) {
      target = target < 0 ? target + size : target - place;
      store<i32>(at, target, TRANSLATED + 1);
    }
    at += 5;
  }
}

function extraBits(slot: u32): u32 {
  return slot < 4 ? 0 : min(17, (slot >> 1) - 1);
}

/**
 * Makes the input from byte `from` on the source of bits: its 16-bit words are put in front of BITS_TOP from the top down,
 * so that the 64 bits at any place are one load, a number whose highest bit is the stream's next.
 */
function startBits(from: u32): void {
  bitsStart = from;
  bit = 0;
  let to: u32 = BITS_TOP - 16;
  for (let at = from; at < inputLength; at += 16) {
    const words = v128.load(at, INPUT);
    v128.store(to, v128.shuffle<u16>(words, words, 7, 6, 5, 4, 3, 2, 1, 0));
    to -= 16;
  }
  // What is read past the end is the same each time.
  memory.fill(to, 0, 16);
}

/** The next 57 bits or more, on top. */
function peek(): u64 {
  return load<u64>(BITS_TOP - 8 - (bit >> 3)) << (bit & 7);
}

/** The next `count` bits, 1 to 32. */
function take(count: u32): u32 {
  const bits = peek();
  bit += count;
  return <u32>(bits >> (64 - count));
}

function isPastInput(): bool {
  return bit > (inputLength - bitsStart) << 3;
}

/** Next byte of the input, rounded down. */
function inputPosition(): u32 {
  return bitsStart + (bit >> 3);
}

function startBlock(): i32 {
  if (blockType === STORED) endStored();
  blockType = take(3);
  blockRemaining = take(24);
  let status: i32;
  if (blockType === ALIGNED) {
    for (let i = 0; i < ALIGNED_SYMBOLS; i++) store<u8>(i, take(3), SHORT_LENGTHS);
    if (!build(SHORT_LENGTHS, ALIGNED_SYMBOLS, ALIGNED_ROOT_BITS, ALIGNED_TABLE, false))
      return BAD_ALIGNED_TREE;
    status = readTrees();
  } else if (blockType === VERBATIM) {
    status = readTrees();
  } else if (blockType === STORED) {
    status = startStored();
  } else {
    found = blockType;
    return BAD_BLOCK_TYPE;
  }
  if (status !== 0) return status;
  // A block of no length has used bits up, so that a stream of such blocks ends here.
  return isPastInput() ? PAST_INPUT : 0;
}

function readTrees(): i32 {
  let status = readLengths(MAIN_LENGTHS, 0, 256);
  if (status !== 0) return status;
  status = readLengths(MAIN_LENGTHS, 256, mainSymbols);
  if (status !== 0) return status;
  if (!build(MAIN_LENGTHS, mainSymbols, MAIN_ROOT_BITS, MAIN_TABLE, true)) return BAD_MAIN_TREE;
  mainLongStart = longStart;
  mainLongShift = longShift;
  mainLongBias = longBias;

  status = readLengths(LENGTH_LENGTHS, 0, LENGTH_SYMBOLS);
  if (status !== 0) return status;
  hasLengths = build(LENGTH_LENGTHS, LENGTH_SYMBOLS, LENGTH_ROOT_BITS, LENGTH_TABLE, false);
  lengthLongStart = longStart;
  lengthLongShift = longShift;
  lengthLongBias = longBias;
  if (hasLengths) return 0;
  for (let i = 0; i < LENGTH_SYMBOLS; i++) {
    if (load<u8>(i, LENGTH_LENGTHS) !== 0) return BAD_LENGTH_TREE;
  }
  return 0;
}

/** Code lengths are stored as differences to those of the block before, themselves Huffman coded. */
function readLengths(lengths: u32, from: u32, to: u32): i32 {
  for (let i = 0; i < PRETREE_SYMBOLS; i++) store<u8>(i, take(4), SHORT_LENGTHS);
  if (!build(SHORT_LENGTHS, PRETREE_SYMBOLS, PRETREE_ROOT_BITS, PRETREE_TABLE, false)) return BAD_PRETREE;
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
        found = own;
        return BAD_CODE_LENGTH;
      }
      value = difference(old, own);
    }
    if (at + run > to) {
      expected = to - at;
      found = run;
      return LONG_LENGTH_RUN;
    }
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
  bit += entry & 31;
  return entry >> 5;
}

/**
 * Takes on the canonical code in which symbol `i` has `lengths[i]` bits (0: it does not occur, 16 at most). False where
 * the lengths make no complete code.
 *
 * Shorter codes come first, and within a length the smaller symbol: sorted that way the codes are sorted as numbers too,
 * so the table is filled in one sweep. Codes of at most `rootBits` bits are looked up by the next `rootBits` bits; the
 * longer ones, which all lie behind `longStart`, by as many bits as the longest of them has.
 */
function build(lengths: u32, symbols: u32, rootBits: u32, table: u32, isMain: bool): bool {
  memory.fill(COUNTS, 0, 4 * (MAX_CODE_LENGTH + 2));
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = COUNTS + ((<u32>load<u8>(lengths + symbol)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  let used: u32 = 0;
  let longest: u32 = 0;
  let codes: u32 = 0;
  for (let length: u32 = 1; length <= <u32>MAX_CODE_LENGTH; length++) {
    const count = load<u32>(length << 2, COUNTS);
    used += count << (MAX_CODE_LENGTH - length);
    if (count > 0) longest = length;
    store<u32>(length << 2, codes, COUNTS);
    codes += count;
  }
  if (used !== 1 << MAX_CODE_LENGTH) return false;
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length: u32 = load<u8>(lengths + symbol);
    if (length === 0) continue;
    const place = load<u32>(length << 2, COUNTS);
    store<u16>(place << 1, symbol, SORTED);
    store<u32>(length << 2, place + 1, COUNTS);
  }

  let at: u32 = 0;
  let i: u32 = 0;
  for (; i < codes; i++) {
    const symbol: u32 = load<u16>(i << 1, SORTED);
    const length: u32 = load<u8>(lengths + symbol);
    if (length > rootBits) break;
    const entry = payload(symbol, isMain) | length;
    for (const end = at + (1 << (rootBits - length)); at < end; at++) store<u32>(table + (at << 2), entry);
  }
  longStart = at;
  if (i === codes) return true;
  longShift = 64 - longest;
  longBias = (at << (longest - rootBits)) - at;
  for (; i < codes; i++) {
    const symbol: u32 = load<u16>(i << 1, SORTED);
    const length: u32 = load<u8>(lengths + symbol);
    const entry = payload(symbol, isMain) | length;
    for (const end = at + (1 << (longest - length)); at < end; at++) store<u32>(table + (at << 2), entry);
  }
  return true;
}

function payload(symbol: u32, isMain: bool): u32 {
  if (!isMain || symbol < 256) return symbol << 5;
  const slot = (symbol - 256) >> 3;
  return MATCH | ((symbol & 7) << 5) | (extraBits(slot) << 14) | (slot << 19);
}

function startStored(): i32 {
  const header = bitsStart + 2 * ((bit >> 4) + 1);
  if (header + 12 > inputLength) return SHORT_STORED_BLOCK;
  // These can be anything; what is no distance is found out when it is used.
  recent0 = load<u32>(header, INPUT);
  recent1 = load<u32>(header, INPUT + 4);
  recent2 = load<u32>(header, INPUT + 8);
  padding = (blockRemaining & 1) === 1;
  bit = (header + 12 - bitsStart) << 3;
  return 0;
}

function copyStored(runEnd: u32): i32 {
  const from = inputPosition();
  const length = runEnd - position;
  if (from + length > inputLength) return SHORT_STORED_BLOCK;
  memory.copy(WINDOW + position, INPUT + from, length);
  position = runEnd;
  bit += length << 3;
  return 0;
}

function endStored(): void {
  skipPadding();
  // A block that began in an earlier frame can end at an odd place: the words of this frame are paired from there.
  if ((bit & 15) !== 0) startBits(inputPosition());
}

/** The byte may lie in the next frame's input, if the block ended with the frame. */
function skipPadding(): void {
  if (!padding || inputPosition() >= inputLength) return;
  padding = false;
  bit += 8;
}

/** Literals and matches until the output stands at `runEnd`. */
function decodeRun(runEnd: u32): i32 {
  const isAligned = blockType === ALIGNED;
  const delta = isDelta;
  const window = windowSize;
  const mainLong = mainLongStart;
  const mainShift = <u64>mainLongShift;
  const mainBias = mainLongBias;
  // How far back a match at the start of the ring could reach, if the frame started there.
  const reach = history - frameStart;
  let to = position;
  let at = bit;
  let r0 = recent0;
  let r1 = recent1;
  let r2 = recent2;

  while (to < runEnd) {
    let bits = load<u64>(BITS_TOP - 8 - (at >> 3)) << (at & 7);
    let index = <u32>(bits >> (64 - MAIN_ROOT_BITS));
    if (index >= mainLong) index = <u32>(bits >> mainShift) - mainBias;
    let entry = load<u32>(index << 2, MAIN_TABLE);
    at += entry & 31;
    bits <<= entry & 31;
    if (entry < MATCH) {
      store<u8>(to, entry >> 5, WINDOW);
      to++;
      // Literals come in pairs more often than not: the second is tried on the bits that are there.
      index = <u32>(bits >> (64 - MAIN_ROOT_BITS));
      if (index >= mainLong || to >= runEnd) continue;
      entry = load<u32>(index << 2, MAIN_TABLE);
      at += entry & 31;
      if (entry < MATCH) {
        store<u8>(to, entry >> 5, WINDOW);
        to++;
        continue;
      }
      bits = load<u64>(BITS_TOP - 8 - (at >> 3)) << (at & 7);
    }

    let count = ((entry >> 5) & 7) + 2;
    if (count === 9) {
      if (!hasLengths) return NO_LENGTH_TREE;
      index = <u32>(bits >> (64 - LENGTH_ROOT_BITS));
      if (index >= lengthLongStart) index = <u32>(bits >> lengthLongShift) - lengthLongBias;
      const own = load<u32>(index << 2, LENGTH_TABLE);
      at += own & 31;
      bits <<= own & 31;
      count += own >> 5;
    }

    let distance: u32;
    const slot = entry >> 19;
    if (slot > 2) {
      const extra = (entry >> 14) & 31;
      distance = load<u32>(slot << 2, SLOT_BASES) - 2;
      if (isAligned && extra >= 3) {
        // The lowest three bits are a symbol of the aligned tree. (Shifting by 64 would be shifting by 0.)
        distance += (<u32>((bits >> 1) >> (66 - extra))) << 3;
        const own = load<u32>((<u32>((bits << (extra - 3)) >> (64 - ALIGNED_ROOT_BITS))) << 2, ALIGNED_TABLE);
        distance += own >> 5;
        at += extra - 3 + (own & 31);
      } else {
        distance += <u32>((bits >> 1) >> (63 - extra));
        at += extra;
      }
      r2 = r1;
      r1 = r0;
      r0 = distance;
    } else {
      // One of the last three, which changes places with the very last.
      const isSecond = slot === 1;
      const isThird = slot === 2;
      distance = isThird ? r2 : isSecond ? r1 : r0;
      r1 = isSecond ? r0 : r1;
      r2 = isThird ? r0 : r2;
      r0 = distance;
    }

    if (delta && count === LONG_MATCH) {
      // The rest of the length comes behind the distance: 0, 10, 110 or 111, and 8, 10, 12 or 15 bits.
      bits = load<u64>(BITS_TOP - 8 - (at >> 3)) << (at & 7);
      const high = <u32>(bits >> 32);
      if (high < 0x8000_0000) {
        count += high >> 23;
        at += 9;
      } else if (high < 0xc000_0000) {
        count += 0x100 + ((high << 2) >> 22);
        at += 12;
      } else if (high < 0xe000_0000) {
        count += 0x500 + ((high << 3) >> 20);
        at += 15;
      } else {
        count += (high << 3) >> 17;
        at += 18;
      }
    }

    if (count > runEnd - to) return PAST_BLOCK;
    const stop = to + count;
    let from = to - distance;
    // A distance of 0, which only a stored block's header can bring in, is too large as well.
    if (distance - 1 >= min(to, window)) {
      if (distance - 1 >= window) {
        expected = window;
        found = distance;
        return BEFORE_START;
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
    if (distance >= 8) {
      store<u64>(to, load<u64>(from, WINDOW), WINDOW);
      store<u64>(to, load<u64>(from, WINDOW + 8), WINDOW + 8);
      if (count > 16) {
        do {
          to += 16;
          from += 16;
          store<u64>(to, load<u64>(from, WINDOW), WINDOW);
          store<u64>(to, load<u64>(from, WINDOW + 8), WINDOW + 8);
        } while (to + 16 < stop);
      }
    } else {
      // Seven bytes on, the last 8 to 14 are a multiple of the distance long: go on with those, a word at a time.
      const seventh = to + 7;
      do {
        store<u8>(to++, load<u8>(from++, WINDOW), WINDOW);
      } while (to < seventh);
      if (count > 7) {
        // The smallest multiple of 1 to 7 that is 8 or more has a hexadecimal digit each.
        from = to - ((<u32>0xeca8_9880 >> (distance << 2)) & 15);
        do {
          store<u64>(to, load<u64>(from, WINDOW), WINDOW);
          store<u64>(to, load<u64>(from, WINDOW + 8), WINDOW + 8);
          to += 16;
          from += 16;
        } while (to < stop);
      }
    }
    to = stop;
  }

  position = to;
  bit = at;
  recent0 = r0;
  recent1 = r1;
  recent2 = r2;
  return 0;
}
