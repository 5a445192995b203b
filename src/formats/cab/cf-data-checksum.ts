/**
 * The checksum of CFDATA (MS-CAB 3.1): little-endian 32-bit words XORed together and with `seed`. The last one to three
 * bytes, if any, count as a big-endian number.
 */
export function cfDataChecksum(bytes: Uint8Array, seed: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length;
  let sum = seed;
  let at = 0;
  for (const end = length - 31; at < end; at += 32) {
    sum ^=
      view.getInt32(at, true) ^
      view.getInt32(at + 4, true) ^
      view.getInt32(at + 8, true) ^
      view.getInt32(at + 12, true) ^
      view.getInt32(at + 16, true) ^
      view.getInt32(at + 20, true) ^
      view.getInt32(at + 24, true) ^
      view.getInt32(at + 28, true);
  }
  for (const end = length - 3; at < end; at += 4) sum ^= view.getInt32(at, true);
  let rest = 0;
  for (; at < length; at++) rest = (rest << 8) | bytes[at]!;
  return (sum ^ rest) >>> 0;
}
