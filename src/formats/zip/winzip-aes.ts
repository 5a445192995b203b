import { aesBlocks, deriveKey, HmacSha1 } from './ciphers.js';

/** Bytes of the password verifier, after the salt. */
export const AES_VERIFIER = 2;
/** Bytes of the authentication code, after the content. */
export const AES_AUTHENTICATION = 10;
const ROUNDS = 1000;
const BLOCK = 16;
/** Masks are made for this many bytes at a time. */
const MASK = 64 * 1024;

/**
 * WinZip's AES encryption (AE-1 and AE-2): a key for the content, a key for the authentication code, and two bytes that
 * detect most wrong passwords, all derived from the password and a salt half as long as the key.
 */
export class WinZipAes {
  readonly verifier: Uint8Array;
  readonly #encrypt: (blocks: Uint8Array) => Uint8Array;
  readonly #hmac: HmacSha1;
  readonly #counters = new Uint8Array(MASK);
  #mask: Uint8Array = new Uint8Array();
  #used = 0;
  /** Counts blocks from 1 in little-endian order, unlike standard CTR mode. */
  #counter = 1;

  constructor(password: Uint8Array, salt: Uint8Array, keyLength: number) {
    const key = deriveKey(password, salt, ROUNDS, 2 * keyLength + AES_VERIFIER);
    this.#encrypt = aesBlocks(key.subarray(0, keyLength));
    this.#hmac = new HmacSha1(key.subarray(keyLength, 2 * keyLength));
    this.verifier = key.subarray(2 * keyLength);
  }

  /** The plain text, as a new array. Pieces must come in order. */
  decrypt(bytes: Uint8Array): Uint8Array {
    this.#hmac.update(bytes);
    const plain = new Uint8Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) {
      if (this.#used === this.#mask.length) this.#nextMask();
      plain[i] = bytes[i]! ^ this.#mask[this.#used++]!;
    }
    return plain;
  }

  /** The expected authentication code. */
  authentication(): Uint8Array {
    return this.#hmac.digest().subarray(0, AES_AUTHENTICATION);
  }

  #nextMask(): void {
    const view = new DataView(this.#counters.buffer);
    for (let at = 0; at < MASK; at += BLOCK) {
      view.setUint32(at, this.#counter >>> 0, true);
      view.setUint32(at + 4, Math.floor(this.#counter / 2 ** 32), true);
      this.#counter++;
    }
    this.#mask = this.#encrypt(this.#counters);
    this.#used = 0;
  }
}
