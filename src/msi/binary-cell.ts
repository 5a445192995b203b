import type { ByteSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';

/** The value of a binary column: a stream of the database. */
export class BinaryCell {
  /** `Table.Key1.Key2`, decoded. */
  readonly streamName: string;
  readonly #open: (name: string) => ByteSource;

  constructor(streamName: string, open: (name: string) => ByteSource) {
    this.streamName = streamName;
    this.#open = open;
  }

  /** Bytes. Throws `MSI_NO_STREAM`. */
  get size(): number {
    return this.open().size;
  }

  /** Throws `MSI_NO_STREAM`. */
  open(): ByteSource {
    return this.#open(this.streamName);
  }

  /** Null where the database does not have the stream. */
  openIfPresent(): ByteSource | null {
    try {
      return this.open();
    } catch (error) {
      if (error instanceof HotfixkitError && error.code === 'MSI_NO_STREAM') return null;
      throw error;
    }
  }

  toJSON(): string {
    return this.streamName;
  }
}

/** Null, a string, an integer or a stream. */
export type Value = string | number | null | BinaryCell;
/** The values of a row, in the order of the columns. */
export type Row = readonly Value[];
