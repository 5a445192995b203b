const SMALLEST = 17;
/** PATCH_OPTION_USE_LZX_LARGE lifts the largest window from 8 MB to 32 MB. */
const LARGEST = 23;
const LARGEST_LARGE = 25;
const CHUNK = 32768;

/**
 * log2 of the default LZX window of a delta: the smallest that holds the old file, in whole chunks, and the new one,
 * within limits.
 */
export function windowBitsFor(oldSize: number, newSize: number, large: boolean): number {
  const wanted = Math.ceil(oldSize / CHUNK) * CHUNK + newSize;
  const largest = large ? LARGEST_LARGE : LARGEST;
  let bits = SMALLEST;
  while (bits < largest && 2 ** bits < wanted) bits++;
  return bits;
}
