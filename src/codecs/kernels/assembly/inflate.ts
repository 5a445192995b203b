/*
 * Deflate (RFC 1951) in AssemblyScript, for MSZIP's blocks and for the long streams of zip archives. The memory is laid out
 * in inflate-layout.ts; nothing here allocates.
 *
 * The output starts at HISTORY of the window, behind what matches may reach. Input is added and output taken away between
 * the calls of `run`, which goes on where it stopped.
 */
import {
  BAD_BLOCK,
  BAD_DISTANCE,
  BAD_STORED_BLOCK,
  BAD_SYMBOL,
  CODE_LENGTHS,
  COUNTS,
  CUT,
  CUT_INSIDE,
  DISTANCE_ROOT_BITS,
  DISTANCE_SYMBOLS,
  DISTANCE_TABLE,
  DONE,
  FULL,
  HISTORY,
  HUNGRY,
  INPUT,
  LENGTH_ROOT_BITS,
  LENGTH_SYMBOLS,
  LENGTH_TABLE,
  LITERAL_ROOT_BITS,
  LITERAL_SYMBOLS,
  LITERAL_TABLE,
  MAX_CODE_LENGTH,
  SHORT_LENGTHS,
  SORTED,
  WINDOW,
} from '../inflate-layout';

/*
 * Entries of the literal table, above the code's length in bits 0-4: a literal has its byte in bits 5-12; other symbols
 * have bit 13 set, extra bits in bits 14-16 and the length's base in bits 17-25, which is END for the end of a block
 * and INVALID for what does not exist. Entries of the distance table have extra bits in bits 5-8 and the base above, 0 for
 * what does not exist. Entries of the table for code lengths have the symbol in bits 5 and up.
 */
const MATCH: u32 = 1 << 13;
const END: u32 = 0;
const INVALID: u32 = 1;

/** Set in an entry that leads to a second table: its place in bits 5 and up. */
const LINK: u32 = 0x8000_0000;

/* Kinds of symbols, each with entries of its own. */
const LITERALS: u32 = 0;
const DISTANCES: u32 = 1;
const LENGTHS: u32 = 2;

/* More bits than one symbol and its match, or a second literal, can have; and than a block's header can. */
const SYMBOL_BITS: i32 = 64;
const HEADER_BITS: i32 = 4608;

/* Where in a stream it stands. */
const AT_HEADER: u32 = 0;
const IN_STORED_BLOCK: u32 = 1;
const IN_CODED_BLOCK: u32 = 2;

/** The end of the output in the window. */
export let position: i32 = HISTORY;
/** Bytes before the output that a match may reach back to. */
let history: i32 = 0;

/** The next bit of the input. */
let bit: i32 = 0;
let inputBits: i32 = 0;
/** No more input comes. */
let isAll: bool = false;

let state: u32 = AT_HEADER;
let isLastBlock: bool = false;
/** Bytes of a stored block that are still to come. */
let storedLeft: i32 = 0;
let hasFixedCodes: bool = false;

/** A stream starts, without input. What was put out stays within reach. */
export function start(): void {
  bit = 0;
  inputBits = 0;
  isAll = false;
  state = AT_HEADER;
  isLastBlock = false;
}

/** Forgets what was put out. */
export function reset(): void {
  position = HISTORY;
  history = 0;
}

/** Makes room: puts the input that is left to the front, and gives its length. */
export function keepInput(): i32 {
  const used = bit >> 3;
  const left = max(0, (inputBits >> 3) - used);
  memory.copy(INPUT, INPUT + used, left);
  bit -= used << 3;
  inputBits = left << 3;
  return left;
}

/** There are `length` bytes of input now, with zeros behind them. */
export function setInput(length: i32, all: bool): void {
  inputBits = length << 3;
  isAll = all;
}

/** What has been put out is taken away: it becomes history. */
export function takeOutput(): void {
  const length = position - HISTORY;
  memory.copy(WINDOW, WINDOW + length, HISTORY);
  history = min(HISTORY, history + length);
  position = HISTORY;
}

/** Goes on until there are `length` bytes of output, or up to a match more. */
export function run(length: i32): i32 {
  const end = HISTORY + length;
  while (true) {
    if (state === AT_HEADER) {
      if (isLastBlock) return DONE;
      if (!isAll && inputBits - bit < HEADER_BITS) return HUNGRY;
      if (bit + 3 > inputBits) return CUT;
      const result = startBlock();
      if (result !== DONE) return result;
    }
    const result = state === IN_STORED_BLOCK ? copyStored(end) : decode(end);
    if (result !== DONE) return result;
    state = AT_HEADER;
  }
}

/** The next 57 bits or more, from the lowest up. */
function peek(): u64 {
  return load<u64>(bit >> 3, INPUT) >> (bit & 7);
}

function take(count: i32): u32 {
  const bits = <u32>peek() & ((1 << count) - 1);
  bit += count;
  return bits;
}

/** An error, unless it comes from bits that are not there. */
function failure(result: i32): i32 {
  return bit > inputBits ? CUT : result;
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
  bit = (at + 4) << 3;
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
    position += length;
    bit += length << 3;
    storedLeft -= length;
  }
  return DONE;
}

/** They stay: streams have been made of nothing but empty blocks. */
function useFixedCodes(): void {
  if (hasFixedCodes) return;
  memory.fill(CODE_LENGTHS, 8, 144);
  memory.fill(CODE_LENGTHS + 144, 9, 112);
  memory.fill(CODE_LENGTHS + 256, 7, 24);
  memory.fill(CODE_LENGTHS + 280, 8, 8);
  memory.fill(CODE_LENGTHS + LITERAL_SYMBOLS, 5, DISTANCE_SYMBOLS);
  build(LITERALS, CODE_LENGTHS, LITERAL_SYMBOLS, LITERAL_ROOT_BITS, LITERAL_TABLE, false);
  build(
    DISTANCES,
    CODE_LENGTHS + LITERAL_SYMBOLS,
    DISTANCE_SYMBOLS,
    DISTANCE_ROOT_BITS,
    DISTANCE_TABLE,
    false,
  );
  hasFixedCodes = true;
}

/** Where a dynamic block's header has the length for symbol `i` of the code for code lengths (RFC 1951, 3.2.7). */
function lengthOrder(i: i32): i32 {
  // 16, 17, 18, then 0, and from there on in turn from 8 and from 7.
  if (i < 3) return 16 + i;
  if (i === 3) return 0;
  return (i & 1) === 0 ? 6 + (i >> 1) : 9 - (i >> 1);
}

/** The header of a block with codes of its own (RFC 1951, 3.2.7). */
function readCodes(): i32 {
  const literals = take(5) + 257;
  const distances = take(5) + 1;
  const known = <i32>take(4) + 4;
  if (literals > 286 || distances > 30) return failure(BAD_BLOCK);
  memory.fill(SHORT_LENGTHS, 0, LENGTH_SYMBOLS);
  for (let i = 0; i < known; i++) store<u8>(lengthOrder(i), take(3), SHORT_LENGTHS);
  if (!build(LENGTHS, SHORT_LENGTHS, LENGTH_SYMBOLS, LENGTH_ROOT_BITS, LENGTH_TABLE, false)) {
    return failure(BAD_BLOCK);
  }
  const all = literals + distances;
  let at: u32 = 0;
  while (at < all) {
    const entry = load<u32>((<u32>peek() & ((1 << LENGTH_ROOT_BITS) - 1)) << 2, LENGTH_TABLE);
    bit += entry & 31;
    const symbol = entry >> 5;
    if (symbol < 16) {
      store<u8>(at++, symbol, CODE_LENGTHS);
      continue;
    }
    let value: u32 = 0;
    let count: u32;
    if (symbol === 16) {
      if (at === 0) return failure(BAD_BLOCK);
      value = load<u8>(at - 1, CODE_LENGTHS);
      count = take(2) + 3;
    } else if (symbol === 17) count = take(3) + 3;
    else count = take(7) + 11;
    if (at + count > all) return failure(BAD_BLOCK);
    memory.fill(CODE_LENGTHS + at, <u8>value, count);
    at += count;
  }
  // How far it came tells a header that is wrong from one that is cut.
  if (bit > inputBits) return CUT;
  if (load<u8>(256, CODE_LENGTHS) === 0) return BAD_BLOCK;
  hasFixedCodes = false;
  if (!build(LITERALS, CODE_LENGTHS, literals, LITERAL_ROOT_BITS, LITERAL_TABLE, true)) return BAD_BLOCK;
  const from = CODE_LENGTHS + literals;
  return build(DISTANCES, from, distances, DISTANCE_ROOT_BITS, DISTANCE_TABLE, true) ? DONE : BAD_BLOCK;
}

function payload(kind: u32, symbol: u32): u32 {
  if (kind === LENGTHS) return symbol << 5;
  if (kind === DISTANCES) {
    if (symbol >= 30) return 0;
    if (symbol < 2) return (symbol + 1) << 9;
    const extra = (symbol >> 1) - 1;
    return (extra << 5) | ((((2 + (symbol & 1)) << extra) + 1) << 9);
  }
  if (symbol < 256) return symbol << 5;
  if (symbol === 256) return MATCH | (END << 17);
  const slot = symbol - 257;
  if (slot < 8) return MATCH | ((slot + 3) << 17);
  if (slot === 28) return MATCH | (258 << 17);
  if (slot > 28) return MATCH | (INVALID << 17);
  const extra = (slot >> 2) - 1;
  return MATCH | (extra << 14) | ((((4 + (slot & 3)) << extra) + 3) << 17);
}

/**
 * Takes on the code in which symbol `i` has `lengths[i]` bits, least significant bit first. False where there are more
 * codes than bits can tell apart, or fewer, unless `mayBeTiny` and there is but one, of one bit, or none.
 *
 * In order of length, an entry is written once into a table that has as many bits as it, and the table is doubled for the
 * next length: far fewer single writes than one for every bits that lead to an entry.
 */
function build(kind: u32, lengths: u32, symbols: u32, rootBits: u32, table: u32, mayBeTiny: bool): bool {
  memory.fill(COUNTS, 0, 4 * (MAX_CODE_LENGTH + 1));
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = COUNTS + ((<u32>load<u8>(lengths + symbol)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  const complete: u32 = 1 << MAX_CODE_LENGTH;
  let used: u32 = 0;
  let longest: u32 = 0;
  let codes: u32 = 0;
  for (let length: u32 = 1; length <= <u32>MAX_CODE_LENGTH; length++) {
    const count = load<u32>(length << 2, COUNTS);
    if (count > 0) longest = length;
    used += count << (MAX_CODE_LENGTH - length);
    store<u32>(length << 2, codes, COUNTS);
    codes += count;
  }
  if (used > complete) return false;
  const rootSize: u32 = 1 << rootBits;
  if (used < complete) {
    if (longest > 1 || !mayBeTiny) return false;
    // One code of one bit, or none: every other place is invalid.
    const invalid = kind === LITERALS ? MATCH | (INVALID << 17) : 0;
    let only = invalid;
    for (let symbol: u32 = 0; symbol < symbols; symbol++) {
      if (load<u8>(lengths + symbol) === 1) only = payload(kind, symbol) | 1;
    }
    for (let at: u32 = 0; at < rootSize; at += 2) {
      store<u32>(table + (at << 2), only);
      store<u32>(table + (at << 2), invalid, 4);
    }
    return true;
  }
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length: u32 = load<u8>(lengths + symbol);
    if (length === 0) continue;
    const place = load<u32>(length << 2, COUNTS);
    store<u16>(place << 1, symbol, SORTED);
    store<u32>(length << 2, place + 1, COUNTS);
  }

  // Now the counts say where the codes of a length end.
  let code: u32 = 0; // least significant bit first
  let at: u32 = 0;
  for (let length: u32 = 1; length <= rootBits; length++) {
    const size: u32 = 1 << length;
    if (length <= longest) {
      for (const end = load<u32>(length << 2, COUNTS); at < end; at++) {
        store<u32>(table + (code << 2), payload(kind, load<u16>(at << 1, SORTED)) | length);
        code = nextReversed(code, size);
      }
    }
    if (length < rootBits) memory.copy(table + (size << 2), table, size << 2);
  }
  const subSize: u32 = 1 << (MAX_CODE_LENGTH - rootBits);
  let subTable = rootSize - subSize;
  let link: u32 = 0xffff_ffff;
  for (let length = rootBits + 1; length <= longest; length++) {
    for (const end = load<u32>(length << 2, COUNTS); at < end; at++) {
      const entry = payload(kind, load<u16>(at << 1, SORTED)) | length;
      // The codes that share their first bits follow each other.
      if ((code & (rootSize - 1)) !== link) {
        link = code & (rootSize - 1);
        subTable += subSize;
        store<u32>(table + (link << 2), LINK | (subTable << 5));
      }
      const subEnd = subTable + subSize;
      for (let sub = subTable + (code >> rootBits); sub < subEnd; sub += 1 << (length - rootBits)) {
        store<u32>(table + (sub << 2), entry);
      }
      code = nextReversed(code, 1 << length);
    }
  }
  return true;
}

/** The code after `code`, of `size` codes, counted from the first bit read as the highest; after the last: itself. */
function nextReversed(code: u32, size: u32): u32 {
  const zeros = code ^ (size - 1);
  if (zeros === 0) return code;
  const bit: u32 = 1 << (31 - clz(zeros));
  return (code & (bit - 1)) | bit;
}

/** Literals and matches, to the end of the block. */
function decode(end: i32): i32 {
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
    if (count < 3) {
      result = count === END ? DONE : BAD_SYMBOL;
      if (at > inputBits) result = CUT;
      break;
    }
    let extra = (entry >> 14) & 7;
    count += <u32>bits & ((1 << extra) - 1);
    at += extra;
    bits >>= extra;
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
    const stop = to + <i32>count;
    let from = to - <i32>distance;
    if (distance >= 8) {
      store<u64>(to, load<u64>(from, WINDOW), WINDOW);
      store<u64>(to, load<u64>(from, WINDOW + 8), WINDOW + 8);
      while (to + 16 < stop) {
        to += 16;
        from += 16;
        store<u64>(to, load<u64>(from, WINDOW), WINDOW);
        store<u64>(to, load<u64>(from, WINDOW + 8), WINDOW + 8);
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
  return result;
}
