/**
 * For each distance below 16: which of the last bytes go where, so that 16 bytes are repeated from there. The last row
 * is for all that are larger.
 */
// biome-ignore format: a row for each distance
export const PATTERNS: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1,
  0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0,
  0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
  0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0,
  0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3,
  0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1,
  0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 1,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
], 16);
/** For each distance below 16: the most that it goes into 16 bytes, so that the pattern starts again. */
// biome-ignore format: as above
export const STRIDES: usize = memory.data<u8>([0, 16, 16, 15, 16, 15, 12, 14, 16, 9, 10, 11, 12, 13, 14, 15], 16);

/**
 * Copies `count` bytes, two or more, from `from` to `to`, a match of that distance: where it is shorter than the match,
 * what has just been written is repeated. It works in large steps: up to 47 bytes behind the match are written as well.
 */
export function copyMatch(to: u32, from: u32, distance: u32, count: u32): void {
  const stop = to + count;
  if (distance >= 16) {
    // Most matches are short, of a length that no processor foresees.
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    v128.store(to, v128.load(from, 32), 32);
    if (count <= 48) return;
    for (to += 48, from += 48; to < stop; to += 16, from += 16) v128.store(to, v128.load(from));
    return;
  }
  const pattern = i8x16.swizzle(v128.load(from), v128.load(PATTERNS + (distance << 4)));
  const stride: u32 = load<u8>(STRIDES + distance);
  do {
    v128.store(to, pattern);
    to += stride;
  } while (to < stop);
}
