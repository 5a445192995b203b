import { FileSource } from './file-source.js';
import type { KnownDigests } from './written-digests.js';

/** A file that this run has written, whose digests are known since then. */
export class WrittenSource extends FileSource {
  /** It lies where nobody else writes. */
  readonly isHeld = true;
  readonly #digests: ReadonlyMap<string, string>;

  /** Throws as {@link FileSource} does. */
  constructor(path: string, digests: KnownDigests) {
    super(path, { isOutput: true });
    this.#digests = new Map(Object.entries(digests));
  }

  /** The digest by an algorithm, in lower-case hexadecimal digits; null where it is not known. */
  digestOf(name: string): string | null {
    return this.#digests.get(name) ?? null;
  }
}
