import type { ByteSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import type { BurnContent } from './burn-manifest.js';
import type { UnpackBudget } from './unpack-budget.js';

type PayloadHash = 'sha1' | 'sha256' | 'sha512';

/** Hash algorithms of a bundle manifest by number of hexadecimal digits: SHA-1 up to WiX 3, then SHA-512. */
const hashes: ReadonlyMap<number, PayloadHash> = new Map([
  [40, 'sha1'],
  [64, 'sha256'],
  [128, 'sha512'],
]);

/** Bytes read at a time. */
const STEP = 256 * 1024;

/** Compares a file with the manifest of its bundle while the file is read. */
export class PayloadCheck {
  readonly #entry: string;
  readonly #what: string;
  readonly #stated: BurnContent;
  readonly #budget: UnpackBudget;
  readonly #hash: PayloadHash | null;
  readonly #otherwise: (() => void) | null;

  /**
   * @param what `payload` or `container`, for messages
   * @param otherwise the check to make if there is no usable hash
   */
  constructor(
    what: string,
    entry: string,
    stated: BurnContent,
    budget: UnpackBudget,
    otherwise: (() => void) | null = null,
  ) {
    this.#what = what;
    this.#entry = entry;
    this.#stated = stated;
    this.#budget = budget;
    this.#hash = hashNameOf(stated.hash);
    this.#otherwise = otherwise;
  }

  /** Throws `BUNDLE_PAYLOAD_DIFFERS` if the size alone shows that it is another file. */
  checkSize(size: number): void {
    const stated = this.#stated.size;
    if (stated === null || stated === size) return;
    throw this.#differs('size', 'FileSize', `${stated} bytes`, `${size} bytes`);
  }

  /** A check of one file from its start to its end. */
  begin(size: number): { update(chunk: Uint8Array): void; end(): void } {
    this.checkSize(size);
    if (this.#hash === null) this.#otherwise?.();
    const hasher = this.#hash && this.#budget.hasher(this.#hash);
    let length = 0;
    return {
      update: (chunk) => {
        length += chunk.length;
        hasher?.update(chunk);
      },
      end: () => {
        this.checkSize(length);
        const found = hasher?.hex().toUpperCase();
        if (found === undefined || found === this.#stated.hash) return;
        throw this.#differs('hash', 'Hash', this.#stated.hash!, found);
      },
    };
  }

  /** All of a file at once. */
  all(source: ByteSource): void {
    this.checkSize(source.size);
    if (this.#hash === null) return;
    const running = this.begin(source.size);
    for (let at = 0; at < source.size; at += STEP) {
      running.update(source.read(at, Math.min(STEP, source.size - at)));
    }
    running.end();
  }

  #differs(what: string, structure: string, expected: string, found: string): HotfixkitError {
    return new HotfixkitError(
      'BUNDLE_PAYLOAD_DIFFERS',
      `the ${this.#what} does not have the ${what} that the bundle's manifest states: it is damaged or another file; get it again`,
      { entry: this.#entry, structure, expected, found },
    );
  }
}

/** Null if the manifest states no hash of a known kind. */
export function hashNameOf(hash: string | null): PayloadHash | null {
  if (hash === null || !/^[0-9A-F]*$/.test(hash)) return null;
  return hashes.get(hash.length) ?? null;
}
