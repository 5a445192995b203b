/** Bytes that are shown. */
export const HEX_SHOWN = 16 * 1024;

/** Lines of an offset, sixteen bytes, and their characters. */
export function hexLines(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = [...bytes.subarray(at, at + 16)];
    const digits = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${digits.padEnd(47)}  ${text}`);
  }
  return lines;
}

const pictures: readonly (readonly [type: string, start: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/bmp', [0x42, 0x4d]],
  ['image/x-icon', [0x00, 0x00, 0x01, 0x00]],
];

/** The type of a picture that every browser shows, by its first bytes; null for anything else. */
export function pictureType(bytes: Uint8Array): string | null {
  return pictures.find(([, start]) => start.every((byte, i) => bytes[i] === byte))?.[0] ?? null;
}
