import {
  BAD_BLOCK,
  CODE_LENGTHS,
  CUT,
  DISTANCE_PAYLOADS,
  DISTANCE_ROOT_BITS,
  DISTANCE_SYMBOLS,
  DISTANCE_TABLE,
  DONE,
  INPUT,
  LENGTH_ROOT_BITS,
  LENGTH_SYMBOLS,
  LENGTH_TABLE,
  LITERAL_PAYLOADS,
  LITERAL_ROOT_BITS,
  LITERAL_SYMBOLS,
  LITERAL_TABLE,
  SHORT_LENGTHS,
} from '../../inflate-layout';
import { bit, failure, inputBits, moveTo, take } from './bits';
import { INVALID } from './entries';
import { build, preparePayloads } from './tables';
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
  buildCodes(LITERAL_SYMBOLS, DISTANCE_SYMBOLS, false);
  hasFixedCodes = true;
  fixedAre64 = isDeflate64;
}

/** From the lengths of the codes of literals, and of distances behind them. */
function buildCodes(literals: u32, distances: u32, mayBeTiny: bool): bool {
  preparePayloads();
  return (
    build(CODE_LENGTHS, literals, LITERAL_PAYLOADS, LITERAL_ROOT_BITS, LITERAL_TABLE, mayBeTiny, INVALID) &&
    build(
      CODE_LENGTHS + literals,
      distances,
      DISTANCE_PAYLOADS,
      DISTANCE_ROOT_BITS,
      DISTANCE_TABLE,
      mayBeTiny,
      0,
    )
  );
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
  if (literals > 286 || distances > (isDeflate64 ? 32 : 30)) return failure(BAD_BLOCK, bit);
  memory.fill(SHORT_LENGTHS, 0, LENGTH_SYMBOLS);
  for (let i = 0; i < known; i++) store<u8>(lengthOrder(i), take(3), SHORT_LENGTHS);
  if (!build(SHORT_LENGTHS, LENGTH_SYMBOLS, 0, LENGTH_ROOT_BITS, LENGTH_TABLE, false, 0)) {
    return failure(BAD_BLOCK, bit);
  }
  const all = literals + distances;
  let at: u32 = 0;
  let next = bit;
  while (at < all) {
    const bits = load<u64>(next >> 3, INPUT) >> (next & 7);
    const entry = load<u32>((<u32>bits & ((1 << LENGTH_ROOT_BITS) - 1)) << 2, LENGTH_TABLE);
    const length = entry & 31;
    next += length;
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(at++, symbol, CODE_LENGTHS);
      continue;
    }
    const extra = <u32>bits >> length;
    let value: u32 = 0;
    let count: u32;
    if (symbol === 16) {
      if (at === 0) return failure(BAD_BLOCK, next);
      value = load<u8>(at - 1, CODE_LENGTHS);
      count = (extra & 3) + 3;
      next += 2;
    } else if (symbol === 17) {
      count = (extra & 7) + 3;
      next += 3;
    } else {
      count = (extra & 127) + 11;
      next += 7;
    }
    if (at + count > all) return failure(BAD_BLOCK, next);
    // What is written behind is written again, or no length of this block.
    const run = i8x16.splat(<i8>value);
    const stop = at + count;
    for (; at < stop; at += 16) v128.store(at, run, CODE_LENGTHS);
    at = stop;
  }
  moveTo(next);
  // How far it came tells a header that is wrong from one that is cut.
  if (next > inputBits) return CUT;
  if (load<u8>(256, CODE_LENGTHS) === 0) return BAD_BLOCK;
  hasFixedCodes = false;
  return buildCodes(literals, distances, true) ? DONE : BAD_BLOCK;
}
