import { type DigestName, hex, sameBytes } from './cryptography.js';

/** An RSA public key. */
export interface RsaKey {
  modulus: bigint;
  exponent: bigint;
  /** Bytes of the modulus. */
  length: number;
}

/** Keys with more bits, or with an exponent of more bits, are refused: the arithmetic would take too long. */
const MOST_BITS = 8192;
const MOST_EXPONENT = 2n ** 33n;

/** DigestInfo up to the digest (RFC 8017 9.2, note 1): with NULL parameters, and without any. */
const prefixes: Readonly<Record<DigestName, readonly [string, string]>> = {
  md5: ['3020300c06082a864886f70d020505000410', '301e300a06082a864886f70d02050410'],
  sha1: ['3021300906052b0e03021a05000414', '301f300706052b0e03021a0414'],
  sha256: ['3031300d060960864801650304020105000420', '302f300b06096086480165030402010420'],
  sha384: ['3041300d060960864801650304020205000430', '303f300b06096086480165030402020430'],
  sha512: ['3051300d060960864801650304020305000440', '304f300b06096086480165030402030440'],
};

/** How an RSA signature fits a digest: as PKCS #1 states it, or around the bare digest without DigestInfo. */
export type RsaFit = 'digest-info' | 'bare' | null;

/** Whether the arithmetic is feasible and meaningful with this key. */
export function isUsableRsaKey({ modulus, exponent, length }: RsaKey): boolean {
  return (
    length * 8 <= MOST_BITS &&
    length >= 48 &&
    exponent >= 3n &&
    exponent < MOST_EXPONENT &&
    modulus % 2n === 1n
  );
}

/** RSASSA-PKCS1-v1_5 (RFC 8017 8.2.2). The whole padded block is compared, nothing of it is parsed. */
export function verifyRsa(key: RsaKey, name: DigestName, digest: Uint8Array, signature: Uint8Array): RsaFit {
  if (!isUsableRsaKey(key) || signature.length !== key.length) return null;
  const value = toBigInt(signature);
  if (value >= key.modulus) return null;
  const block = blockOf(value, key);
  for (const prefix of prefixes[name]) {
    if (sameBytes(block, padded(fromHex(prefix), digest, key.length))) return 'digest-info';
  }
  return sameBytes(block, padded(new Uint8Array(0), digest, key.length)) ? 'bare' : null;
}

/** Blocks of signatures that were opened before: files of one publisher bring the same certificates. */
const opened = new Map<bigint, { modulus: bigint; exponent: bigint; block: Uint8Array }>();
const MOST_OPENED = 1024;

/** The padded block that a signature opens to. */
function blockOf(value: bigint, { modulus, exponent, length }: RsaKey): Uint8Array {
  const before = opened.get(value);
  if (before && before.modulus === modulus && before.exponent === exponent) return before.block;
  const block = toBytes(power(value, exponent, modulus), length);
  if (opened.size >= MOST_OPENED) opened.clear();
  opened.set(value, { modulus, exponent, block });
  return block;
}

/** 00 01 FF … FF 00, the prefix, the digest; empty where the key is too short for it. */
function padded(prefix: Uint8Array, digest: Uint8Array, length: number): Uint8Array {
  const rest = prefix.length + digest.length;
  if (length < rest + 11) return new Uint8Array(0);
  const block = new Uint8Array(length).fill(0xff);
  block[0] = 0;
  block[1] = 1;
  block[length - rest - 1] = 0;
  block.set(prefix, length - rest);
  block.set(digest, length - digest.length);
  return block;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

/** An unsigned number, most significant byte first. */
export function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x0${hex(bytes)}`);
}

function toBytes(value: bigint, length: number): Uint8Array {
  return fromHex(value.toString(16).padStart(2 * length, '0'));
}

function fromHex(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = (nibble(digits.charCodeAt(2 * i)) << 4) | nibble(digits.charCodeAt(2 * i + 1));
  }
  return bytes;
}

/** The value of a digit, `0` to `9` or `a` to `f`. */
function nibble(code: number): number {
  return code <= 0x39 ? code - 0x30 : code - 0x57;
}
