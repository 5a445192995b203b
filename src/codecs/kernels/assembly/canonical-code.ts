/*
 * What all canonical Huffman codes have in common: shorter codes come first, and within a length the smaller symbol.
 */

/** What the last code that was counted takes of all that `maxLength` bits can tell apart, of 2^maxLength. */
export let used: u32 = 0;
/** Bits of its longest code. */
export let longest: u32 = 0;
/** How many codes it has. */
export let codes: u32 = 0;

/*
 * The symbols are counted in four parts, a symbol of each in turn: most codes have one of a few lengths, so that a single
 * count would wait each time for what it has just stored. A length has four counts of 32 bits, one for each part.
 */
const PARTS: u32 = 4;

/** Counts the code in which symbol `i` has `lengths[i]` bits (0: it does not occur). `counts` becomes where each length starts. */
export function countCodes(lengths: u32, symbols: u32, maxLength: u32, counts: u32): void {
  const none = i32x4.splat(0);
  for (let length: u32 = 0; length <= maxLength; length++) v128.store(counts + (length << 4), none);
  const part = symbols / PARTS;
  let last: u32 = 3 * part;
  for (let first: u32 = 0; first < part; first++, last++) {
    countOne(lengths + first, counts);
    countOne(lengths + first + part, counts + 4);
    countOne(lengths + first + 2 * part, counts + 8);
    countOne(lengths + last, counts + 12);
  }
  for (; last < symbols; last++) countOne(lengths + last, counts + 12);
  used = 0;
  longest = 0;
  codes = 0;
  for (let length: u32 = 1; length <= maxLength; length++) {
    const before = codes;
    startParts(counts + (length << 4));
    if (codes > before) longest = length;
    used += (codes - before) << (maxLength - length);
  }
  // What does not occur comes last.
  const all = codes;
  startParts(counts);
  codes = all;
}

function countOne(length: u32, counts: u32): void {
  const place = counts + ((<u32>load<u8>(length)) << 4);
  store<u32>(place, load<u32>(place) + 1);
}

/** The counts of a length become where it starts in each part, behind the `codes` of those before, which it is added to. */
function startParts(place: u32): void {
  const first = load<u32>(place);
  const second = load<u32>(place, 4);
  const third = load<u32>(place, 8);
  const fourth = load<u32>(place, 12);
  let at = codes;
  store<u32>(place, at);
  at += first;
  store<u32>(place, at, 4);
  at += second;
  store<u32>(place, at, 8);
  at += third;
  store<u32>(place, at, 12);
  codes = at + fourth;
}

/**
 * Puts the symbols in order, each of 16 bits, with those that do not occur behind the others: that takes no branch.
 * `counts` becomes where each length of a part ends: see {@link endOf}.
 */
export function sortSymbols(lengths: u32, symbols: u32, counts: u32, sorted: u32): void {
  const part = symbols / PARTS;
  let last: u32 = 3 * part;
  for (let first: u32 = 0; first < part; first++, last++) {
    sortOne(lengths, first, counts, sorted);
    sortOne(lengths, first + part, counts + 4, sorted);
    sortOne(lengths, first + 2 * part, counts + 8, sorted);
    sortOne(lengths, last, counts + 12, sorted);
  }
  for (; last < symbols; last++) sortOne(lengths, last, counts + 12, sorted);
}

function sortOne(lengths: u32, symbol: u32, counts: u32, sorted: u32): void {
  const place = counts + ((<u32>load<u8>(lengths + symbol)) << 4);
  const to = load<u32>(place);
  store<u16>(sorted + (to << 1), symbol);
  store<u32>(place, to + 1);
}

/** Where the codes of a length end, when they are sorted. */
export function endOf(length: u32, counts: u32): u32 {
  return load<u32>(counts + (length << 4), 12);
}
