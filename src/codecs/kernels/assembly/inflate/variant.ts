/** How far back a match of deflate may reach, in bytes. */
const DEFLATE_REACH: i32 = 32768;
const DEFLATE64_REACH: i32 = 65536;

/**
 * Deflate64 (method 9 of zip, which APPNOTE.TXT names and 7-Zip writes): matches reach back 64 KiB by the distance symbols 30
 * and 31 with 14 extra bits, and length symbol 285 has 16 extra bits on top of 3.
 */
export let isDeflate64: bool = false;
/** How far back a match may reach. */
export let reach: i32 = DEFLATE_REACH;

/** The streams that follow are of deflate or of Deflate64. */
export function setDeflate64(on: bool): void {
  isDeflate64 = on;
  reach = on ? DEFLATE64_REACH : DEFLATE_REACH;
}
