import type { Pe32Image } from '../pe32-image.js';

/**
 * The checksum in the optional header (PE format, "CheckSum"): the file's 16-bit words, the field itself as 0, added
 * with end-around carry, plus the file's length.
 */
export function imageChecksum(image: Pe32Image): number {
  const stored = image.checksum;
  image.checksum = 0;
  const { bytes, view } = image;
  let sum = 0;
  // Adding dwords gives the same result, since 65536 counts as 1; the total stays exact far beyond 4 GB.
  const whole = bytes.length & ~3;
  for (let at = 0; at < whole; at += 4) sum += view.getUint32(at, true);
  for (let at = whole; at < bytes.length; at++) sum += bytes[at]! << ((at & 1) * 8);
  image.checksum = stored;
  return (foldWords(sum) + bytes.length) >>> 0;
}

/** 16-bit one's complement sum; 0 only if all words are 0. */
function foldWords(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000);
  return folded;
}
