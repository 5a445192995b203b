import { Hasher } from '../../node/hash.js';
import type { WrittenDigests } from '../../node/written-digests.js';

/** The digests of one file while it is written: the MD5 where its package states one, the SHA-256 where digests are wanted. */
export class WrittenHash {
  readonly #number: number;
  readonly #digests: WrittenDigests | null;
  readonly #md5: Hasher | null;
  readonly #sha256: Hasher | null;

  /** @param number the file's place in `digests` */
  constructor(number: number, hasMd5: boolean, digests: WrittenDigests | null) {
    this.#number = number;
    this.#digests = digests;
    this.#md5 = hasMd5 ? new Hasher('md5') : null;
    this.#sha256 = digests === null ? null : new Hasher('sha256');
  }

  update(chunk: Uint8Array): void {
    this.#md5?.update(chunk);
    this.#sha256?.update(chunk);
  }

  /** Notes the digests, after the last chunk. Returns the MD5, in lower-case hexadecimal digits; null where none is stated. */
  end(): string | null {
    const md5 = this.#md5?.hex() ?? null;
    if (this.#digests && this.#sha256) {
      if (md5 !== null) this.#digests.note(this.#number, 'md5', md5);
      this.#digests.note(this.#number, 'sha256', this.#sha256.hex());
    }
    return md5;
  }
}
