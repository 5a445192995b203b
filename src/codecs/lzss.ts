import { ByteFeed } from './byte-feed.js';

const WINDOW = 4096;
const STEP = 32 * 1024;
/**
 * Zeros that cannot be data: they would be eight of the shortest matches, all with the same place, where any writer has
 * one longer match.
 */
const PADDING = 17;

/**
 * The LZSS of COMPRESS.EXE (after Haruhiko Okumura's): a control byte for eight items, lowest bit first; a set bit
 * means a literal byte, a clear one a match of two bytes: its place in a ring of 4096 bytes (initially blanks) and its
 * length minus 3.
 *
 * Gives at most `size` bytes, fewer if the input ends early, and returns whether more data follows. Zeros that no writer
 * would write as data are padding.
 *
 * @param start ring offset of the first output: 16 bytes before its end in SZDD, 18 in its older form and in KWAJ
 */
export function* lzssStream(
  input: Iterable<Uint8Array>,
  start: number,
  size = Number.POSITIVE_INFINITY,
): Generator<Uint8Array, boolean, void> {
  const feed = new ByteFeed(input);
  const ring = new Uint8Array(WINDOW).fill(0x20);
  let position = start;
  let left = size;
  let output = new Uint8Array(STEP + 18);
  let filled = 0;
  let isCutMatch = false;
  let control = 1;
  for (; left > 0; control >>= 1) {
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
      const length = (second & 0x0f) + 3;
      const count = Math.min(length, left);
      isCutMatch = count < length;
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
  return isCutMatch || (left === 0 && goesOn(feed, control));
}

/** Whether another item follows; `control` has the bits that are left of the control byte. */
function goesOn(feed: ByteFeed, control: number): boolean {
  let zeros = 0;
  const take = (): number => {
    const byte = feed.next();
    if (byte === 0) zeros++;
    return byte;
  };
  let bits = control;
  if (bits === 1) {
    const next = take();
    if (next < 0) return false;
    bits = next | 0x100;
  }
  let byte = take();
  if (byte < 0) return false;
  const isLiteral = (bits & 1) !== 0;
  if (!isLiteral) {
    const second = take();
    if (second < 0) return false;
    byte |= second;
  }
  if (isLiteral || byte !== 0) return true;
  for (let next = take(); next >= 0; next = take()) if (next !== 0) return true;
  return zeros < PADDING;
}
