import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto';

/** `length` bytes of key from a password, as PBKDF2 with HMAC-SHA-1 makes them (RFC 2898). */
export function deriveKey(
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Uint8Array {
  return pbkdf2Sync(password, salt, rounds, length, 'sha1');
}

/** Encrypts whole blocks of 16 bytes, each separately (AES-ECB): the basis of other modes. */
export function aesBlocks(key: Uint8Array): (blocks: Uint8Array) => Uint8Array {
  const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  return (blocks) => cipher.update(blocks);
}

/** A running HMAC-SHA-1. */
export class HmacSha1 {
  readonly #hmac;

  constructor(key: Uint8Array) {
    this.#hmac = createHmac('sha1', key);
  }

  update(bytes: Uint8Array): void {
    this.#hmac.update(bytes);
  }

  digest(): Uint8Array {
    return this.#hmac.digest();
  }
}
