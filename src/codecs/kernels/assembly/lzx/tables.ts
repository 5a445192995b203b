import { COUNTS, MAIN_PAYLOADS, MAX_CODE_LENGTH, SORTED } from '../../lzx-layout';
import { codes, countCodes, longest, sortSymbols, used } from '../canonical-code';

/*
 * Entries of the main table: the code's length in bits 0-5; of a literal, LITERAL and its byte in bits 16-23; of a match,
 * 63 less the extra bits of its distance in bits 8-13, its position slot in bits 16-24 and its length header in bits 25-27.
 * LINK stands alone where the code is longer than the table's bits. Entries of the other tables have their symbol in
 * bits 16 and up.
 */
export const LITERAL: u32 = 0x8000_0000;
export const LINK: u32 = 0x4000;

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
 * longer ones, which all lie from `longStart` on, by as many bits as the longest of them has, behind the others.
 * `payloads` is 0 where the symbol is all that there is to an entry.
 */
export function build(lengths: u32, symbols: u32, payloads: u32, rootBits: u32, table: u32): bool {
  countCodes(lengths, symbols, MAX_CODE_LENGTH, COUNTS);
  if (used !== 1 << MAX_CODE_LENGTH) return false;
  sortSymbols(lengths, symbols, COUNTS, SORTED);

  // Now the counts say where the codes of a length end.
  let to = table;
  let i: u32 = 0;
  const most = longest;
  for (let length: u32 = 1; length <= min(rootBits, most); length++) {
    const size: u32 = 4 << (rootBits - length);
    for (const end = load<u32>(length << 2, COUNTS); i < end; i++) {
      to = fill(to, size, entryOf(payloads, load<u16>(i << 1, SORTED), length));
    }
  }
  const at = (to - table) >> 2;
  longStart = at;
  if (i === codes) return true;
  fill(to, (4 << rootBits) - (to - table), LINK);
  longShift = 64 - most;
  longBias = (at << (most - rootBits)) - (1 << rootBits);
  to = table + (4 << rootBits);
  for (let length = rootBits + 1; length <= most; length++) {
    const size: u32 = 4 << (most - length);
    for (const end = load<u32>(length << 2, COUNTS); i < end; i++) {
      to = fill(to, size, entryOf(payloads, load<u16>(i << 1, SORTED), length));
    }
  }
  return true;
}

/** Gives where the entries, of `size` bytes together, end; up to 12 bytes behind are written as well. */
function fill(to: u32, size: u32, entry: u32): u32 {
  const entries = i32x4.splat(entry);
  v128.store(to, entries);
  const end = to + size;
  for (to += 16; to < end; to += 16) v128.store(to, entries);
  return end;
}

function entryOf(payloads: u32, symbol: u32, length: u32): u32 {
  return (payloads === 0 ? symbol << 16 : load<u32>(payloads + (symbol << 2))) | length;
}

let preparedSlots: u32 = 0;

/** Works out what the symbols of a main tree with `slots` position slots mean. */
export function preparePayloads(slots: u32): void {
  if (slots <= preparedSlots) return;
  preparedSlots = slots;
  for (let symbol: u32 = 0; symbol < 256; symbol++) {
    store<u32>(symbol << 2, LITERAL | (symbol << 16), MAIN_PAYLOADS);
  }
  for (let match: u32 = 0; match < slots << 3; match++) {
    const slot = match >> 3;
    const payload = ((63 - extraBits(slot)) << 8) | (slot << 16) | ((match & 7) << 25);
    store<u32>(match << 2, payload, MAIN_PAYLOADS + 4 * 256);
  }
}

/** Bits of a distance that follow the symbol of position slot `slot`. */
export function extraBits(slot: u32): u32 {
  return slot < 4 ? 0 : min(17, (slot >> 1) - 1);
}
