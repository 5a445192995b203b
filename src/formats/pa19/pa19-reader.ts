import { ByteReader } from '../../core/byte-reader.js';
import { HotfixkitError } from '../../core/errors.js';

/** Sizes and offsets in a delta are of files below 4 GB; 33 bits leave room for their differences. */
const MAX_MAGNITUDE = 2 ** 33;

/**
 * A cursor over a PA19 header, whose integers have seven bits per byte, least significant group first. Unlike in most
 * formats, bit 7 marks the last byte.
 */
export class Pa19Reader {
  readonly #reader: ByteReader;

  constructor(bytes: Uint8Array) {
    this.#reader = new ByteReader(bytes, 'PA19 header', 0, 'DELTA_BAD_HEADER');
  }

  get offset(): number {
    return this.#reader.position;
  }

  get remaining(): number {
    return this.#reader.remaining;
  }

  u8(): number {
    return this.#reader.u8();
  }

  u16(): number {
    return this.#reader.u16();
  }

  u32(): number {
    return this.#reader.u32();
  }

  /** UVLI: an unsigned integer. Throws `DELTA_BAD_HEADER` above 2^33. */
  unsigned(): number {
    return this.#groups(0, 1);
  }

  /** SVLI: the first byte holds six bits and, as 0x40, the sign. Throws `DELTA_BAD_HEADER` beyond ±2^33. */
  signed(): number {
    const first = this.#reader.u8();
    let magnitude = first & 0x3f;
    if ((first & 0x80) === 0) magnitude = this.#groups(magnitude, 64);
    return (first & 0x40) !== 0 && magnitude !== 0 ? -magnitude : magnitude;
  }

  #groups(low: number, firstUnit: number): number {
    const start = this.#reader.position;
    let value = low;
    let unit = firstUnit;
    for (;;) {
      const byte = this.#reader.u8();
      value += (byte & 0x7f) * unit;
      if (value > MAX_MAGNITUDE || unit > MAX_MAGNITUDE) {
        throw new HotfixkitError('DELTA_BAD_HEADER', 'a number in the header of the delta is too large', {
          offset: start,
          structure: 'PA19 header',
          expected: `at most ${MAX_MAGNITUDE}`,
        });
      }
      if ((byte & 0x80) !== 0) return value;
      unit *= 128;
    }
  }
}
