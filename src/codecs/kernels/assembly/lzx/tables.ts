import { COUNTS, MAX_CODE_LENGTH, SORTED } from '../../lzx-layout';
import { codes, countCodes, longest, sortSymbols, used } from '../canonical-code';

/*
 * Entries of the main table, above the code's length in bits 0-4: a literal has its byte in bits 5-12; a match has bit
 * 13 set, its length header in bits 5-7, extra bits in bits 14-18, position slot in bits 19-27. Entries of the others
 * have their symbol in bits 5 and up.
 */
export const MATCH: u32 = 1 << 13;

/** How the table that was built last is looked up for its longer codes. */
export let longStart: u32 = 0;
export let longShift: u32 = 0;
export let longBias: u32 = 0;

/**
 * Takes on the canonical code in which symbol `i` has `lengths[i]` bits (0: it does not occur, 16 at most). False where
 * the lengths make no complete code.
 *
 * Shorter codes come first, and within a length the smaller symbol: sorted that way the codes are sorted as numbers too,
 * so the table is filled in one sweep. Codes of at most `rootBits` bits are looked up by the next `rootBits` bits; the
 * longer ones, which all lie behind `longStart`, by as many bits as the longest of them has.
 */
export function build(lengths: u32, symbols: u32, rootBits: u32, table: u32, isMain: bool): bool {
  countCodes(lengths, symbols, MAX_CODE_LENGTH, COUNTS);
  if (used !== 1 << MAX_CODE_LENGTH) return false;
  sortSymbols(lengths, symbols, COUNTS, SORTED);

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

/** Bits of a distance that follow the symbol of position slot `slot`. */
export function extraBits(slot: u32): u32 {
  return slot < 4 ? 0 : min(17, (slot >> 1) - 1);
}
