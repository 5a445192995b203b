import { type ByteSource, checkRange } from './byte-source.js';
import { HotfixkitError } from './errors.js';

/** What is needed of a `Blob` or `File`, named here so that these types do not depend on those of a browser. */
export interface BlobLike {
  readonly size: number;
  /** A `File` has one. */
  readonly name?: string;
  /** The bytes from `start` up to `end`, not copied. */
  slice(start: number, end: number): BlobLike;
  /** All bytes, in memory. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

interface SyncReader {
  readAsArrayBuffer(blob: BlobLike): ArrayBuffer;
}

/**
 * A `Blob` read in place, a piece at a time. Only workers of browsers can do that. Elsewhere the constructor throws
 * `PACKAGE_UNSUPPORTED`: read the blob into memory instead.
 */
export class BlobSource implements ByteSource {
  readonly size: number;
  readonly #blob: BlobLike;
  readonly #reader: SyncReader;

  constructor(blob: BlobLike) {
    const Reader = (globalThis as { FileReaderSync?: new () => SyncReader }).FileReaderSync;
    if (!Reader) {
      throw new HotfixkitError(
        'PACKAGE_UNSUPPORTED',
        'a blob can be read in place in the worker of a browser only; read it into memory',
      );
    }
    this.#blob = blob;
    this.#reader = new Reader();
    this.size = blob.size;
  }

  read(offset: number, length: number): Uint8Array {
    checkRange(this.size, offset, length);
    return new Uint8Array(this.#reader.readAsArrayBuffer(this.#blob.slice(offset, offset + length)));
  }
}
