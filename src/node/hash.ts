import { createHash, type Hash } from 'node:crypto';
import { type ByteSource, readInto } from '../core/byte-source.js';
import type { ReadPlace } from './busy.js';
import { FileSource } from './file-source.js';
import { WrittenSource } from './written-source.js';

/** Bytes read at a time when a source is hashed. */
const STEP = 256 * 1024;

/** Algorithms of digests, as Node.js names them. */
export type HashName = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** A running digest. */
export class Hasher {
  readonly #hash: Hash;

  constructor(name: HashName) {
    this.#hash = createHash(name);
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** Lower-case hexadecimal digits. */
  hex(): string {
    return this.#hash.digest('hex');
  }
}

/** The digest of a whole source, as lower-case hexadecimal digits: read in steps, unless it is known since the file was written. */
export function hashSource(source: ByteSource, name: HashName): string {
  const known = source instanceof WrittenSource ? source.digestOf(name) : null;
  if (known !== null) return known;
  const hasher = new Hasher(name);
  const buffer = new Uint8Array(Math.min(STEP, source.size));
  for (let at = 0; at < source.size; at += STEP) {
    const piece = buffer.subarray(0, Math.min(STEP, source.size - at));
    readInto(source, at, piece);
    hasher.update(piece);
  }
  return hasher.hex();
}

/** The digest of a file on disk, as lower-case hexadecimal digits. A link is followed. Throws `FILE_READ`. */
export function hashFile(path: string, name: HashName, place: ReadPlace = {}): string {
  const source = new FileSource(path, place);
  try {
    return hashSource(source, name);
  } finally {
    source.close();
  }
}
