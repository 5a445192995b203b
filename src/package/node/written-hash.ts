import { Hasher } from '../../node/hash.js';
import type { DigestName, WrittenDigests } from '../../node/written-digests.js';
import type { PackageFile } from '../package-content.js';

/** What is calculated of a file: the MD5 where its package states one, the SHA-256 where digests are wanted. */
export function wantedDigests(
  { md5 }: Pick<PackageFile, 'md5'>,
  digests: WrittenDigests | null,
): DigestName[] {
  return [...(md5 === null ? [] : ['md5' as const]), ...(digests === null ? [] : ['sha256' as const])];
}

/** Digests of one file while it is written. */
export class WrittenHash {
  readonly #number: number;
  readonly #digests: WrittenDigests | null;
  readonly #hashers: ReadonlyMap<DigestName, Hasher>;

  /**
   * @param number the file's place in `digests`
   * @param digests where they are noted; null: nowhere
   */
  constructor(number: number, names: readonly DigestName[], digests: WrittenDigests | null) {
    this.#number = number;
    this.#digests = digests;
    this.#hashers = new Map(names.map((name) => [name, new Hasher(name)]));
  }

  update(chunk: Uint8Array): void {
    for (const hasher of this.#hashers.values()) hasher.update(chunk);
  }

  /** Notes the digests, after the last chunk. Returns the MD5, in lower-case hexadecimal digits; null where it is not among them. */
  end(): string | null {
    let md5: string | null = null;
    for (const [name, hasher] of this.#hashers) {
      const hex = hasher.hex();
      if (name === 'md5') md5 = hex;
      this.#digests?.note(this.#number, name, hex);
    }
    return md5;
  }
}
