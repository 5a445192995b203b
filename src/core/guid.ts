import { HotfixkitError } from './errors.js';

const pattern = /^\{?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?$/i;

/** 16 bytes as stored (first three groups little-endian) to `{XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX}`. */
export function formatGuid(bytes: Uint8Array): string {
  if (bytes.length !== 16) {
    throw new HotfixkitError('BAD_GUID', 'a GUID has 16 bytes', { expected: 16, found: bytes.length });
  }
  const order = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15];
  const digits = order.map((i) => (i < 0 ? '-' : bytes[i]!.toString(16).padStart(2, '0')));
  return `{${digits.join('').toUpperCase()}}`;
}

/** The inverse of {@link formatGuid}; braces and letter case do not matter. Throws `BAD_GUID`. */
export function parseGuid(text: string): Uint8Array {
  const match = pattern.exec(text.trim());
  if (!match) throw new HotfixkitError('BAD_GUID', 'not a GUID', { found: text });
  const hex = match.slice(1).join('');
  const raw = Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
  return Uint8Array.from([3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15], (i) => raw[i]!);
}
