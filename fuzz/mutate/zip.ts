import { concat, get, put } from './bytes.js';

/** Offsets of the headers of a zip archive (APPNOTE.TXT 4.3): everything that begins with `PK`. */
export function zipHot(bytes: Uint8Array): number[] {
  const hot: number[] = [];
  for (let at = 0; at + 4 < bytes.length && hot.length < 20_000; at++) {
    if (bytes[at] !== 0x50 || bytes[at + 1] !== 0x4b) continue;
    if (bytes[at + 2]! > 8 || bytes[at + 3]! > 8) continue;
    for (let k = 4; k < 46; k++) hot.push(at + k);
  }
  return hot;
}

/** The archive without one entry of its directory, for each of them; what the entry spoke of stays. */
export function* reduceZip(bytes: Uint8Array): Generator<Uint8Array> {
  const end = lastIndexOf(bytes, 0x06054b50);
  if (end < 0) return;
  const count = get(bytes, end + 10, 2);
  const size = get(bytes, end + 12, 4);
  const start = end - size;
  if (start < 0) return;
  let at = start;
  for (let i = 0; i < count && get(bytes, at, 4) === 0x02014b50; i++) {
    const length = 46 + get(bytes, at + 28, 2) + get(bytes, at + 30, 2) + get(bytes, at + 32, 2);
    if (at + length > end) return;
    const smaller = concat(bytes.subarray(0, at), bytes.subarray(at + length));
    put(smaller, end - length + 8, count - 1, 2);
    put(smaller, end - length + 10, count - 1, 2);
    put(smaller, end - length + 12, size - length, 4);
    yield smaller;
    at += length;
  }
}

function lastIndexOf(bytes: Uint8Array, signature: number): number {
  for (let at = bytes.length - 22; at >= 0; at--) if (get(bytes, at, 4) === signature) return at;
  return -1;
}
