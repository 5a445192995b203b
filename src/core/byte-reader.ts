import { type ErrorCode, HotfixkitError } from './errors.js';

/**
 * A little-endian cursor over bytes in memory. Running off the end throws `code` with the offset (plus `base`, the
 * place of these bytes in their file) and the name of the structure that was being read.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #structure: string;
  readonly #base: number;
  readonly #code: ErrorCode;
  position = 0;

  constructor(bytes: Uint8Array, structure: string, base = 0, code: ErrorCode = 'READ_PAST_END') {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#structure = structure;
    this.#base = base;
    this.#code = code;
  }

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  /** Offset of the cursor in the file that the bytes came from. */
  get offset(): number {
    return this.#base + this.position;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), true);
  }

  /** A view of the next `length` bytes. */
  take(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.bytes.subarray(at, at + length);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  /** Bytes up to a NUL, which is consumed but not returned; at most `limit` bytes before it. */
  untilNul(limit: number): Uint8Array {
    const end = this.bytes.indexOf(0, this.position);
    if (end < 0 || end - this.position > limit) {
      throw new HotfixkitError(this.#code, 'a string has no end', {
        offset: this.offset,
        structure: this.#structure,
        expected: `NUL within ${limit} bytes`,
      });
    }
    const text = this.bytes.subarray(this.position, end);
    this.position = end + 1;
    return text;
  }

  #advance(length: number): number {
    const at = this.position;
    if (length < 0 || at + length > this.bytes.length) {
      throw new HotfixkitError(this.#code, `${this.#structure} is cut short`, {
        offset: this.offset,
        structure: this.#structure,
        expected: `${length} bytes`,
        found: `${this.remaining} bytes`,
      });
    }
    this.position = at + length;
    return at;
  }
}
