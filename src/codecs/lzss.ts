import { ByteFeed } from './byte-feed.js';

const WINDOW = 4096;
const STEP = 32 * 1024;

/**
 * The LZSS of COMPRESS.EXE (after Haruhiko Okumura's): a control byte for eight items, lowest bit first; a set bit
 * means a literal byte, a clear one a match of two bytes: its place in a ring of 4096 bytes (initially blanks) and its
 * length minus 3.
 *
 * Returns at most `size` bytes, fewer if the input ends early. Bytes after the data are ignored.
 *
 * @param start ring offset of the first output: 16 bytes before its end in SZDD, 18 in its older form and in KWAJ
 */
export function* lzssStream(
  input: Iterable<Uint8Array>,
  start: number,
  size = Number.POSITIVE_INFINITY,
): Generator<Uint8Array, void, void> {
  const feed = new ByteFeed(input);
  const ring = new Uint8Array(WINDOW).fill(0x20);
  let position = start;
  let left = size;
  let output = new Uint8Array(STEP + 18);
  let filled = 0;
  for (let control = 1; left > 0; control >>= 1) {
    // The bit above the last one marks the end of the control byte.
    if (control === 1) {
      const next = feed.next();
      if (next < 0) break;
      control = next | 0x100;
    }
    const first = feed.next();
    if (first < 0) break;
    if ((control & 1) !== 0) {
      output[filled++] = first;
      ring[position] = first;
      position = (position + 1) % WINDOW;
      left--;
    } else {
      const second = feed.next();
      if (second < 0) break;
      let from = first | ((second & 0xf0) << 4);
      const count = Math.min((second & 0x0f) + 3, left);
      for (let i = 0; i < count; i++) {
        const byte = ring[from]!;
        from = (from + 1) % WINDOW;
        output[filled++] = byte;
        ring[position] = byte;
        position = (position + 1) % WINDOW;
      }
      left -= count;
    }
    if (filled < STEP) continue;
    yield output.subarray(0, filled);
    output = new Uint8Array(STEP + 18);
    filled = 0;
  }
  if (filled > 0) yield output.subarray(0, filled);
}
