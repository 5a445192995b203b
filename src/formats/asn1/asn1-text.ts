import type { BerValue } from './ber-value.js';

const BMP_STRING = 0x1e;
const UNIVERSAL_STRING = 0x1c;
const UTF8_STRING = 0x0c;

/** The text of a string type of X.680 by its tag; bytes that do not fit are replaced. */
export function asn1Text(value: BerValue): string {
  if (value.tag === BMP_STRING) return utf16BigEndian(value.content);
  if (value.tag === UTF8_STRING) return new TextDecoder('utf-8').decode(value.content);
  if (value.tag === UNIVERSAL_STRING) {
    return utf16BigEndian(value.content.filter((_, i) => i % 4 > 1));
  }
  return latin1(value.content);
}

/** UTF-16, big-endian (BMPString). */
export function utf16BigEndian(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i + 1 < bytes.length; i += 2) text += String.fromCharCode((bytes[i]! << 8) | bytes[i + 1]!);
  return text;
}

/** IA5String, PrintableString, and T61String as Windows takes it. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
