const digitCodes = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/**
 * The bytes of 32-bit words, of which each has four, the lowest first, as lower-case hexadecimal digits: what MD5 calls its digest (RFC 1321, 3.5).
 * One text is made of all, not one of each: packages have 100,000.
 */
export function hexOfWords(words: readonly number[]): string {
  const codes: number[] = [];
  for (const word of words) {
    for (let shift = 0; shift < 32; shift += 8) {
      codes.push(digitCodes[(word >>> (shift + 4)) & 0xf]!, digitCodes[(word >>> shift) & 0xf]!);
    }
  }
  return String.fromCharCode(...codes);
}
