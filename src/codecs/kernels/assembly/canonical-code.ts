/*
 * What all canonical Huffman codes have in common: shorter codes come first, and within a length the smaller symbol.
 */

/** What the last code that was counted takes of all that `maxLength` bits can tell apart, of 2^maxLength. */
export let used: u32 = 0;
/** Bits of its longest code. */
export let longest: u32 = 0;
/** How many codes it has. */
export let codes: u32 = 0;

/** Counts the code in which symbol `i` has `lengths[i]` bits (0: it does not occur). `counts` becomes where each length starts. */
export function countCodes(lengths: u32, symbols: u32, maxLength: u32, counts: u32): void {
  memory.fill(counts, 0, 4 * (maxLength + 1));
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = counts + ((<u32>load<u8>(lengths + symbol)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  used = 0;
  longest = 0;
  codes = 0;
  for (let length: u32 = 1; length <= maxLength; length++) {
    const place = counts + (length << 2);
    const count = load<u32>(place);
    if (count > 0) longest = length;
    used += count << (maxLength - length);
    store<u32>(place, codes);
    codes += count;
  }
  // What does not occur comes last.
  store<u32>(counts, codes);
}

/**
 * Puts the symbols in order, each of 16 bits, with those that do not occur behind the others: that takes no branch.
 * `counts` becomes where each length ends.
 */
export function sortSymbols(lengths: u32, symbols: u32, counts: u32, sorted: u32): void {
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length: u32 = load<u8>(lengths + symbol);
    const count = counts + (length << 2);
    const place = load<u32>(count);
    store<u16>(sorted + (place << 1), symbol);
    store<u32>(count, place + 1);
  }
}
