/* Stands in for `../ciphers.ts` where there is no Node: browsers have these ciphers too, but none that answers at once. */

import { ecb } from '@noble/ciphers/aes.js';
import { type PortableDigest, portableHmacSha1, portablePbkdf2 } from '../../../core/portable-digests.js';

export const deriveKey = portablePbkdf2;

export function aesBlocks(key: Uint8Array): (blocks: Uint8Array) => Uint8Array {
  return (blocks) => ecb(key, { disablePadding: true }).encrypt(blocks);
}

export class HmacSha1 {
  readonly #hmac: PortableDigest;

  constructor(key: Uint8Array) {
    this.#hmac = portableHmacSha1(key);
  }

  update(bytes: Uint8Array): void {
    this.#hmac.update(bytes);
  }

  digest(): Uint8Array {
    return this.#hmac.digest();
  }
}
