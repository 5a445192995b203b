/*
 * CFDATA (MS-CAB 2.4) in the input, one behind the other: csum (u4), cbData (u2), cbUncomp (u2), then the data, which begin with "CK" in MSZIP.
 */
import { INPUT, MAX_BLOCK_INPUT, MAX_OUTPUT } from '../../inflate-layout';

/** Bytes before the data. */
export const HEADER: i32 = 8;
/** "CK", the lower byte first. */
const SIGNATURE: u16 = 0x4b43;
export const SIGNATURE_LENGTH: i32 = 2;

/** Bytes of the data of the block at `at` of the input. */
export function dataLength(at: i32): i32 {
  return load<u16>(at, INPUT + 4);
}

/** Bytes of its output. */
export function outputLength(at: i32): i32 {
  return load<u16>(at, INPUT + 6);
}

/** Whether the block at `at` is all there before `end`, is as it should be, and is not continued in another cabinet. */
export function isWhole(at: i32, end: i32): bool {
  if (at + HEADER + SIGNATURE_LENGTH > end) return false;
  const length = dataLength(at);
  if (length < SIGNATURE_LENGTH || length > MAX_BLOCK_INPUT || at + HEADER + length > end) return false;
  if (outputLength(at) === 0 || outputLength(at) > MAX_OUTPUT) return false;
  if (load<u16>(at, INPUT + HEADER) !== SIGNATURE) return false;
  const stated = load<u32>(at, INPUT);
  return stated === 0 || stated === (checksum(INPUT + at + HEADER, length) ^ load<u32>(at, INPUT + 4));
}

/**
 * MS-CAB 3.1: the words XORed together, the lowest byte first; of the last one to three bytes, if any, the highest
 * first.
 */
function checksum(from: i32, length: i32): u32 {
  const end = from + length;
  let sums = i32x4.splat(0);
  for (; from + 16 <= end; from += 16) sums = v128.xor(sums, v128.load(from));
  let sum =
    i32x4.extract_lane(sums, 0) ^
    i32x4.extract_lane(sums, 1) ^
    i32x4.extract_lane(sums, 2) ^
    i32x4.extract_lane(sums, 3);
  for (; from + 4 <= end; from += 4) sum ^= load<i32>(from);
  let rest: i32 = 0;
  for (; from < end; from++) rest = (rest << 8) | load<u8>(from);
  return sum ^ rest;
}
