import { COUNTS, MAX_CODE_LENGTH, SORTED } from '../../inflate-layout';
import { countCodes, longest, sortSymbols, used } from '../canonical-code';
import { END, INVALID, LINK, LONG, MATCH } from './entries';
import { isDeflate64 } from './variant';

/* Kinds of symbols, each with entries of its own. */
export const LITERALS: u32 = 0;
export const DISTANCES: u32 = 1;
export const LENGTHS: u32 = 2;

function payload(kind: u32, symbol: u32): u32 {
  if (kind === LENGTHS) return symbol << 5;
  if (kind === DISTANCES) {
    if (symbol >= 30 && !isDeflate64) return 0;
    if (symbol < 2) return (symbol + 1) << 9;
    const extra = (symbol >> 1) - 1;
    return (extra << 5) | ((((2 + (symbol & 1)) << extra) + 1) << 9);
  }
  if (symbol < 256) return symbol << 5;
  if (symbol === 256) return MATCH | (END << 17);
  const slot = symbol - 257;
  if (slot < 8) return MATCH | ((slot + 3) << 17);
  if (slot === 28) return MATCH | ((isDeflate64 ? LONG : 258) << 17);
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
export function build(
  kind: u32,
  lengths: u32,
  symbols: u32,
  rootBits: u32,
  table: u32,
  mayBeTiny: bool,
): bool {
  countCodes(lengths, symbols, MAX_CODE_LENGTH, COUNTS);
  const complete: u32 = 1 << MAX_CODE_LENGTH;
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
  sortSymbols(lengths, symbols, COUNTS, SORTED);

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
