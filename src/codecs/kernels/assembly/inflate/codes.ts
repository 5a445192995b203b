import {
  BAD_BLOCK,
  CODE_LENGTHS,
  CUT,
  DISTANCE_PAYLOADS,
  DISTANCE_ROOT_BITS,
  DISTANCE_SYMBOLS,
  DISTANCE_TABLE,
  DONE,
  LENGTH_PAYLOADS,
  LENGTH_ROOT_BITS,
  LENGTH_SYMBOLS,
  LENGTH_TABLE,
  LITERAL_PAYLOADS,
  LITERAL_ROOT_BITS,
  LITERAL_SYMBOLS,
  LITERAL_TABLE,
  SHORT_LENGTHS,
} from '../../inflate-layout';
import { bit, failure, inputBits, moveTo, peek, peekAt, skip, take } from './bits';
import { INVALID, REPEATS } from './entries';
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
  preparePayloads();
  buildCodes(LITERAL_SYMBOLS, DISTANCE_SYMBOLS, false);
  hasFixedCodes = true;
  fixedAre64 = isDeflate64;
}

/** From the lengths of the codes of literals, and of distances behind them. */
function buildCodes(literals: u32, distances: u32, mayBeTiny: bool): bool {
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

/** No length has come yet that could be repeated. */
const NOTHING: u32 = 255;

/** The length that a symbol of the code for code lengths gives, where `before` is the one before. */
function lengthOf(entry: u32, before: u32): u32 {
  return select<u32>(before, (entry >> 20) & 15, (entry & REPEATS) !== 0);
}

/** The header of a block with codes of its own (RFC 1951, 3.2.7). */
export function readCodes(): i32 {
  const literals = take(5) + 257;
  const distances = take(5) + 1;
  const known = <i32>take(4) + 4;
  if (literals > 286 || distances > (isDeflate64 ? 32 : 30)) return failure(BAD_BLOCK, bit);
  preparePayloads();
  v128.store(SHORT_LENGTHS, i32x4.splat(0));
  v128.store(SHORT_LENGTHS, i32x4.splat(0), 16);
  // 57 bits at most.
  let short = peek();
  for (let i = 0; i < known; i++, short >>= 3) store<u8>(lengthOrder(i), short & 7, SHORT_LENGTHS);
  skip(3 * known);
  if (!build(SHORT_LENGTHS, LENGTH_SYMBOLS, LENGTH_PAYLOADS, LENGTH_ROOT_BITS, LENGTH_TABLE, false, 0)) {
    return failure(BAD_BLOCK, bit);
  }
  const all = literals + distances;
  let at: u32 = 0;
  let next = bit;
  let value: u32 = NOTHING;
  while (at < all) {
    const bits = peekAt(next);
    const entry = load<u32>((<u32>bits & ((1 << LENGTH_ROOT_BITS) - 1)) << 2, LENGTH_TABLE);
    value = lengthOf(entry, value);
    if (value === NOTHING) return failure(BAD_BLOCK, next + (<i32>(entry >> 8) & 7));
    next += entry & 63;
    const extra = (<u32>bits & ((1 << (entry & 63)) - 1)) >> (entry >> 8);
    const count = ((entry >> 16) & 15) + extra;
    // What is written behind is written again, or no length of this block.
    const run = i8x16.splat(<i8>value);
    v128.store(at, run, CODE_LENGTHS);
    const stop = at + count;
    if (count > 16) {
      if (stop > all) return failure(BAD_BLOCK, next);
      for (at += 16; at < stop; at += 16) v128.store(at, run, CODE_LENGTHS);
    }
    at = stop;
  }
  if (at > all) return failure(BAD_BLOCK, next);
  moveTo(next);
  // How far it came tells a header that is wrong from one that is cut.
  if (next > inputBits) return CUT;
  if (load<u8>(256, CODE_LENGTHS) === 0) return BAD_BLOCK;
  hasFixedCodes = false;
  return buildCodes(literals, distances, true) ? DONE : BAD_BLOCK;
}
