/** Eight tables of 256: entry `[k][b]` is the register after byte `b` and `k` zero bytes. */
const tables = makeTables();

function makeTables(): Int32Array {
  const made = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    made[byte] = value;
  }
  for (let at = 256; at < made.length; at++) {
    const before = made[at - 256]!;
    made[at] = (before >>> 8) ^ made[before & 0xff]!;
  }
  return made;
}

/**
 * CRC-32 as zlib computes it (polynomial 0x04C11DB7, reflected), unsigned. Eight bytes a step, since every delta needs
 * it over three whole files. `before` is the CRC of what came before `bytes`.
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  const whole = bytes.length & ~7;
  const crc = addWords(~before, new DataView(bytes.buffer, bytes.byteOffset, whole));
  return ~addBytes(crc, bytes.subarray(whole)) >>> 0;
}

/** Adds one byte to the bare register, without the inversions before and after; ZipCrypto updates its keys with it. */
export function crc32Byte(register: number, byte: number): number {
  return tables[(register ^ byte) & 0xff]! ^ (register >>> 8);
}

function addWords(register: number, view: DataView): number {
  const table = tables;
  const end = view.byteLength;
  let crc = register;
  for (let at = 0; at < end; at += 8) {
    const low = view.getInt32(at, true) ^ crc;
    const high = view.getInt32(at + 4, true);
    crc =
      table[0x700 + (low & 0xff)]! ^
      table[0x600 + ((low >>> 8) & 0xff)]! ^
      table[0x500 + ((low >>> 16) & 0xff)]! ^
      table[0x400 + (low >>> 24)]! ^
      table[0x300 + (high & 0xff)]! ^
      table[0x200 + ((high >>> 8) & 0xff)]! ^
      table[0x100 + ((high >>> 16) & 0xff)]! ^
      table[high >>> 24]!;
  }
  return crc;
}

function addBytes(register: number, bytes: Uint8Array): number {
  let crc = register;
  for (let at = 0; at < bytes.length; at++) crc = tables[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return crc;
}
