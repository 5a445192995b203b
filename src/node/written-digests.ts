/** Bytes of each digest, in the order in which an entry has them. */
const LENGTHS = { md5: 16, sha256: 32 } as const;
export type DigestName = keyof typeof LENGTHS;
/** Bytes of an entry: for each digest whether it was noted, then the digest. */
const ENTRY = 1 + LENGTHS.md5 + 1 + LENGTHS.sha256;
const PLACES: Readonly<Record<DigestName, number>> = { md5: 0, sha256: 1 + LENGTHS.md5 };

/** Digests of a written file, in lower-case hexadecimal digits. */
export type KnownDigests = Readonly<Partial<Record<DigestName, string>>>;

/**
 * Digests of files, noted by the threads that write them while the bytes pass, so that nobody has to read the files again.
 */
export class WrittenDigests {
  readonly memory: SharedArrayBuffer;
  readonly #bytes: Uint8Array;

  /** For so many files, or those of another thread. */
  constructor(from: { files: number } | { memory: SharedArrayBuffer }) {
    this.memory = 'memory' in from ? from.memory : new SharedArrayBuffer(from.files * ENTRY);
    this.#bytes = new Uint8Array(this.memory);
  }

  /** @param hex lower-case hexadecimal digits */
  note(index: number, name: DigestName, hex: string): void {
    const at = index * ENTRY + PLACES[name];
    for (let i = 0; i < LENGTHS[name]; i++) {
      this.#bytes[at + 1 + i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
    }
    this.#bytes[at] = 1;
  }

  /** Those that were noted of a file. */
  of(index: number): KnownDigests {
    const known: Partial<Record<DigestName, string>> = {};
    for (const name of ['md5', 'sha256'] as const) {
      const at = index * ENTRY + PLACES[name];
      if (this.#bytes[at] === 0) continue;
      known[name] = Array.from(this.#bytes.subarray(at + 1, at + 1 + LENGTHS[name]), (byte) =>
        byte.toString(16).padStart(2, '0'),
      ).join('');
    }
    return known;
  }
}
