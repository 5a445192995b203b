import {
  COUNTS,
  DISTANCE_PAYLOADS,
  DISTANCE_SYMBOLS,
  LENGTH_PAYLOADS,
  LENGTH_SYMBOLS,
  LITERAL_PAYLOADS,
  LITERAL_SYMBOLS,
  MAX_CODE_LENGTH,
  SORTED,
} from '../../inflate-layout';
import { countCodes, endOf, longest, sortSymbols, used } from '../canonical-code';
import { CODE_BIT, END, EXCEPTION, INVALID, LINK, LITERAL, REPEATS } from './entries';
import { isDeflate64 } from './variant';

let hasPayloads: bool = false;
/** The variant that these are of. */
let payloadsAre64: bool = false;

/** What the symbols mean is worked out once: there are codes for them in every block. */
export function preparePayloads(): void {
  if (hasPayloads && payloadsAre64 === isDeflate64) return;
  for (let symbol: u32 = 0; symbol < <u32>LITERAL_SYMBOLS; symbol++) {
    store<u32>(symbol << 2, literalPayload(symbol), LITERAL_PAYLOADS);
  }
  for (let symbol: u32 = 0; symbol < <u32>DISTANCE_SYMBOLS; symbol++) {
    store<u32>(symbol << 2, distancePayload(symbol), DISTANCE_PAYLOADS);
  }
  for (let symbol: u32 = 0; symbol < <u32>LENGTH_SYMBOLS; symbol++) {
    store<u32>(symbol << 2, lengthPayload(symbol), LENGTH_PAYLOADS);
  }
  hasPayloads = true;
  payloadsAre64 = isDeflate64;
}

function literalPayload(symbol: u32): u32 {
  if (symbol < 256) return LITERAL | (symbol << 16);
  if (symbol === 256) return END;
  const slot = symbol - 257;
  if (slot < 8) return (slot + 3) << 16;
  if (slot === 28) return isDeflate64 ? 16 | (3 << 16) : 258 << 16;
  if (slot > 28) return INVALID;
  const extra = (slot >> 2) - 1;
  return extra | ((((4 + (slot & 3)) << extra) + 3) << 16);
}

/** Of the code for code lengths. */
function lengthPayload(symbol: u32): u32 {
  if (symbol < 16) return (symbol << 20) | (1 << 16);
  if (symbol === 16) return REPEATS | (3 << 16) | 2;
  return symbol === 17 ? (3 << 16) | 3 : (11 << 16) | 7;
}

function distancePayload(symbol: u32): u32 {
  if (symbol >= 30 && !isDeflate64) return 0;
  if (symbol < 2) return (symbol + 1) << 16;
  const extra = (symbol >> 1) - 1;
  return extra | ((((2 + (symbol & 1)) << extra) + 1) << 16);
}

/**
 * Takes on the code in which symbol `i` has `lengths[i]` bits, least significant bit first. False where there are more
 * codes than bits can tell apart, or fewer; of a code that `mayBeTiny` there may be but one, of one bit, or none, and
 * `invalid` is the entry in all other places.
 *
 * In order of length, an entry is written once into a table that has as many bits as it, and the table is doubled for the
 * next length: far fewer single writes than one for every bits that lead to an entry.
 */
export function build(
  lengths: u32,
  symbols: u32,
  payloads: u32,
  rootBits: u32,
  table: u32,
  mayBeTiny: bool,
  invalid: u32,
): bool {
  countCodes(lengths, symbols, MAX_CODE_LENGTH, COUNTS);
  const complete: u32 = 1 << MAX_CODE_LENGTH;
  if (used > complete) return false;
  const rootSize: u32 = 1 << rootBits;
  if (used < complete) {
    if (longest > 1 || !mayBeTiny) return false;
    // One code of one bit, or none: every other place is invalid.
    let only = invalid;
    for (let symbol: u32 = 0; symbol < symbols; symbol++) {
      if (load<u8>(lengths + symbol) === 1) only = load<u32>(payloads + (symbol << 2)) + CODE_BIT;
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
  const most = longest;
  for (let length: u32 = 1; length <= rootBits; length++) {
    const size: u32 = 1 << length;
    if (length <= most) {
      const half = size >> 1;
      const end = endOf(length, COUNTS);
      // A length starts with an even code; the one behind an even one differs in the last bit.
      for (; at + 1 < end; at += 2) {
        store<u32>(table + (code << 2), entryOf(payloads, load<u16>(at << 1, SORTED), length));
        const odd = entryOf(payloads, load<u16>((at + 1) << 1, SORTED), length);
        store<u32>(table + ((code | half) << 2), odd);
        code = nextReversed(code | half, size);
      }
      if (at < end) {
        store<u32>(table + (code << 2), entryOf(payloads, load<u16>(at << 1, SORTED), length));
        code = nextReversed(code, size);
        at++;
      }
    }
    if (length < rootBits) double(table, size << 2);
  }
  if (most <= rootBits) return true;
  const subBits = MAX_CODE_LENGTH - rootBits;
  const subSize: u32 = 1 << subBits;
  let subTable = rootSize - subSize;
  let link: u32 = 0xffff_ffff;
  for (let length = rootBits + 1; length <= most; length++) {
    const own = length - rootBits;
    for (const end = endOf(length, COUNTS); at < end; at++) {
      const entry = entryOf(payloads, load<u16>(at << 1, SORTED), own);
      // The codes that share their first bits follow each other.
      if ((code & (rootSize - 1)) !== link) {
        link = code & (rootSize - 1);
        subTable += subSize;
        store<u32>(table + (link << 2), EXCEPTION | LINK | (subTable << 16) | rootBits);
      }
      const subEnd = subTable + subSize;
      for (let sub = subTable + (code >> rootBits); sub < subEnd; sub += 1 << own) {
        store<u32>(table + (sub << 2), entry);
      }
      code = nextReversed(code, 1 << length);
    }
  }
  return true;
}

function entryOf(payloads: u32, symbol: u32, length: u32): u32 {
  return load<u32>(payloads + (symbol << 2)) + length * CODE_BIT;
}

/** Repeats the first `length` bytes of a table, 8 or more. What comes behind may be written to. */
function double(table: u32, length: u32): void {
  for (let from = table, to = table + length; from < table + length; from += 16, to += 16) {
    v128.store(to, v128.load(from));
  }
}

/** The code after `code`, of `size` codes, counted from the first bit read as the highest; after the last: itself. */
function nextReversed(code: u32, size: u32): u32 {
  const zeros = code ^ (size - 1);
  if (zeros === 0) return code;
  const bit: u32 = 1 << (31 - clz(zeros));
  return (code & (bit - 1)) | bit;
}
