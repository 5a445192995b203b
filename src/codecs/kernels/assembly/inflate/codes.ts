import {
  BAD_BLOCK,
  CODE_LENGTHS,
  CUT,
  DISTANCE_ROOT_BITS,
  DISTANCE_SYMBOLS,
  DISTANCE_TABLE,
  DONE,
  LENGTH_ROOT_BITS,
  LENGTH_SYMBOLS,
  LENGTH_TABLE,
  LITERAL_ROOT_BITS,
  LITERAL_SYMBOLS,
  LITERAL_TABLE,
  SHORT_LENGTHS,
} from '../../inflate-layout';
import { bit, failure, inputBits, peek, skip, take } from './bits';
import { build, DISTANCES, LENGTHS, LITERALS } from './tables';
import { isDeflate64 } from './variant';

let hasFixedCodes: bool = false;
/** The variant that these are of. */
let fixedAre64: bool = false;

/** They stay: streams have been made of nothing but empty blocks. */
export function useFixedCodes(): void {
  if (hasFixedCodes && fixedAre64 === isDeflate64) return;
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
  fixedAre64 = isDeflate64;
}

/** Where a dynamic block's header has the length for symbol `i` of the code for code lengths (RFC 1951, 3.2.7). */
function lengthOrder(i: i32): i32 {
  // 16, 17, 18, then 0, and from there on in turn from 8 and from 7.
  if (i < 3) return 16 + i;
  if (i === 3) return 0;
  return (i & 1) === 0 ? 6 + (i >> 1) : 9 - (i >> 1);
}

/** The header of a block with codes of its own (RFC 1951, 3.2.7). */
export function readCodes(): i32 {
  const literals = take(5) + 257;
  const distances = take(5) + 1;
  const known = <i32>take(4) + 4;
  if (literals > 286 || distances > (isDeflate64 ? 32 : 30)) return failure(BAD_BLOCK);
  memory.fill(SHORT_LENGTHS, 0, LENGTH_SYMBOLS);
  for (let i = 0; i < known; i++) store<u8>(lengthOrder(i), take(3), SHORT_LENGTHS);
  if (!build(LENGTHS, SHORT_LENGTHS, LENGTH_SYMBOLS, LENGTH_ROOT_BITS, LENGTH_TABLE, false)) {
    return failure(BAD_BLOCK);
  }
  const all = literals + distances;
  let at: u32 = 0;
  while (at < all) {
    const entry = load<u32>((<u32>peek() & ((1 << LENGTH_ROOT_BITS) - 1)) << 2, LENGTH_TABLE);
    skip(entry & 31);
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
