/* Stands in for `../hash.ts` in browsers, without what reads files on disk. */

import { type ByteSource, readInto } from '../../core/byte-source.js';
import { type PortableDigest, portableDigests } from '../../core/portable-digests.js';
import type { HashName } from '../hash.js';

/** Bytes read at a time when a source is hashed. */
const STEP = 256 * 1024;

export class Hasher {
  readonly #digest: PortableDigest;

  constructor(name: HashName) {
    this.#digest = portableDigests[name]();
  }

  update(bytes: Uint8Array): void {
    this.#digest.update(bytes);
  }

  hex(): string {
    return Array.from(this.#digest.digest(), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}

export function hashSource(source: ByteSource, name: HashName): string {
  const hasher = new Hasher(name);
  const buffer = new Uint8Array(Math.min(STEP, source.size));
  for (let at = 0; at < source.size; at += STEP) {
    const piece = buffer.subarray(0, Math.min(STEP, source.size - at));
    readInto(source, at, piece);
    hasher.update(piece);
  }
  return hasher.hex();
}
