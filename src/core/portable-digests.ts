import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';

/** A running digest in script. */
export interface PortableDigest {
  /** Adds bytes. */
  update(bytes: Uint8Array): unknown;
  /** The digest of all that was added; nothing can be added afterwards. */
  digest(): Uint8Array;
}

/** Digests in script, for browsers: their own are asynchronous, need all bytes at once, and have no MD5. */
export const portableDigests = {
  md5: (): PortableDigest => md5.create(),
  sha1: (): PortableDigest => sha1.create(),
  sha256: (): PortableDigest => sha256.create(),
  sha384: (): PortableDigest => sha384.create(),
  sha512: (): PortableDigest => sha512.create(),
} as const;

/** A running HMAC-SHA-1. */
export function portableHmacSha1(key: Uint8Array): PortableDigest {
  return hmac.create(sha1, key);
}

/** PBKDF2 with HMAC-SHA-1 (RFC 2898). */
export function portablePbkdf2(
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Uint8Array {
  return pbkdf2(sha1, password, salt, { c: rounds, dkLen: length });
}
