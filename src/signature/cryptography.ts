/** The digests that Authenticode uses. */
export type DigestName = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** The elliptic curves that certificates name. */
export type CurveName = 'P-256' | 'P-384' | 'P-521';

/** A running digest. */
export interface Digest {
  /** Adds bytes. */
  update(bytes: Uint8Array): void;
  /** The digest of all that was added; nothing can be added afterwards. */
  digest(): Uint8Array;
}

/** What is computed differently on Node and in browsers. RSA is not among it: `rsa.ts` needs neither. */
export interface Cryptography {
  /** Begins a digest. */
  createDigest(name: DigestName): Digest;
  /**
   * Whether an ECDSA signature over a message holds.
   *
   * @param point the public key, 0x04 and both coordinates
   * @param name the digest that the message is signed by
   * @param signature `SEQUENCE { r, s }` in DER
   */
  verifyEcdsa(
    curve: CurveName,
    point: Uint8Array,
    name: DigestName,
    message: Uint8Array,
    signature: Uint8Array,
  ): boolean;
}

const digestNames: Readonly<Record<string, DigestName>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** The digest of an algorithm identifier; null where it is not one that Authenticode uses. */
export function digestOfOid(oid: string): DigestName | null {
  return digestNames[oid] ?? null;
}

/** Lengths of digests in bytes. */
export const digestLengths: Readonly<Record<DigestName, number>> = {
  md5: 16,
  sha1: 20,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

/** The digest of bytes in memory. */
export function digestOf(cryptography: Cryptography, name: DigestName, bytes: Uint8Array): Uint8Array {
  const digest = cryptography.createDigest(name);
  digest.update(bytes);
  return digest.digest();
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal digits. */
export function hex(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += hexPairs[bytes[i]!]!;
  return text;
}
