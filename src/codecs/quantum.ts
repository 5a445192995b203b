import { HotfixkitError } from '../core/errors.js';
import { BLOCK_LENGTH, type BlockDecoder } from './block-decoder.js';
import { QuantumModel } from './quantum-model.js';

/** Selectors: 0 to 3 literals by their two high bits, 4 to 6 matches. */
const SELECTORS = 7;
const MATCH_OF_3 = 4;
const MATCH_OF_4 = 5;

/** Extra bits and first value of the position slots (distance - 1). */
const positionExtra = Uint8Array.from({ length: 42 }, (_, slot) => (slot < 2 ? 0 : (slot >> 1) - 1));
const positionBase = bases(positionExtra);

/** The same for the lengths of matches of five bytes and more; the last slot is only the longest. */
const lengthExtra = Uint8Array.from({ length: 27 }, (_, slot) =>
  slot < 6 || slot === 26 ? 0 : (slot - 2) >> 2,
);
const lengthBase = bases(lengthExtra);

function bases(extra: Uint8Array): Int32Array {
  const base = new Int32Array(extra.length);
  for (let slot = 1; slot < base.length; slot++) base[slot] = base[slot - 1]! + (1 << extra[slot - 1]!);
  return base;
}

/**
 * Quantum in cabinets: LZ77 with an adaptive arithmetic coder, a window of 2^10 to 2^21 bytes. Models and window
 * persist through the folder; the coder restarts with each frame, which is one CFDATA.
 *
 * There is no official description. A frame's last byte may be missing from its CFDATA, so reading slightly past the
 * end is not an error.
 */
export class QuantumDecoder implements BlockDecoder {
  /** Twice the window: when it is full, the newest half moves to the front, so that no frame or match wraps. */
  readonly #buffer: Uint8Array;
  readonly #windowSize: number;
  #position = 0;
  /** Output so far, up to the window's size. */
  #history = 0;

  readonly #selector = new QuantumModel(0, SELECTORS);
  readonly #literals = [0, 64, 128, 192].map((first) => new QuantumModel(first, 64));
  readonly #positions: readonly QuantumModel[];
  readonly #lengths = new QuantumModel(0, 27);

  // The arithmetic coder: bounds of the interval and the code within it, 16 bits each.
  #low = 0;
  #high = 0;
  #code = 0;
  #input: Uint8Array = new Uint8Array();
  /** Next bit of the input. */
  #at = 0;

  /** `windowBits` is 10 to 21. Throws `QUANTUM_BAD_WINDOW`. */
  constructor(windowBits: number) {
    if (!(windowBits >= 10 && windowBits <= 21)) {
      throw new HotfixkitError('QUANTUM_BAD_WINDOW', 'Quantum has no window of this size', {
        structure: 'CFFOLDER',
        expected: '10 to 21',
        found: windowBits,
      });
    }
    this.#windowSize = 2 ** windowBits;
    this.#buffer = new Uint8Array(2 * Math.max(this.#windowSize, BLOCK_LENGTH));
    const slots = windowBits * 2;
    this.#positions = [24, 36, 42].map((most) => new QuantumModel(0, Math.min(slots, most)));
  }

  reset(): void {
    this.#position = 0;
    this.#history = 0;
    for (const model of [this.#selector, ...this.#literals, ...this.#positions, this.#lengths]) model.reset();
  }

  /** Throws `QUANTUM_CORRUPT`. */
  decode(input: Uint8Array, outputLength: number): Uint8Array {
    if (outputLength > BLOCK_LENGTH) {
      throw corrupt('a frame is too long', { expected: BLOCK_LENGTH, found: outputLength });
    }
    const buffer = this.#buffer;
    if (this.#position + outputLength > buffer.length) {
      buffer.copyWithin(0, this.#position - this.#history, this.#position);
      this.#position = this.#history;
    }
    const start = this.#position;
    const end = start + outputLength;
    this.#input = input;
    this.#at = 0;
    this.#low = 0;
    this.#high = 0xffff;
    this.#code = this.#bits(16);

    let position = start;
    while (position < end) {
      const selector = this.#symbol(this.#selector);
      if (selector < MATCH_OF_3) {
        buffer[position++] = this.#symbol(this.#literals[selector]!);
      } else {
        let length = selector - 1;
        if (selector > MATCH_OF_4) {
          const slot = this.#symbol(this.#lengths);
          length = lengthBase[slot]! + this.#bits(lengthExtra[slot]!) + 5;
        }
        const slot = this.#symbol(this.#positions[selector - MATCH_OF_3]!);
        const distance = positionBase[slot]! + this.#bits(positionExtra[slot]!) + 1;
        if (distance > this.#history + position - start || distance > this.#windowSize) {
          throw corrupt('a match reaches back before the start', { found: distance });
        }
        if (position + length > end) throw corrupt('a match runs past the end of its frame');
        for (let from = position - distance, stop = position + length; position < stop; ) {
          buffer[position++] = buffer[from++]!;
        }
      }
      // The coder reads two bytes ahead, and the frame's last byte may be missing.
      if (this.#at > input.length * 8 + 24) throw corrupt('a frame reads past its end');
    }

    this.#position = end;
    this.#history = Math.min(this.#windowSize, this.#history + outputLength);
    return buffer.subarray(start, end);
  }

  /** The next `count` bits, at most 19; bits past the end are 0. */
  #bits(count: number): number {
    const input = this.#input;
    let value = 0;
    let at = this.#at;
    for (const end = at + count; at < end; ) {
      const step = Math.min(end - at, 8 - (at & 7));
      const byte = input[at >> 3] ?? 0;
      value = (value << step) | ((byte >> (8 - (at & 7) - step)) & ((1 << step) - 1));
      at += step;
    }
    this.#at = at;
    return value;
  }

  #symbol(model: QuantumModel): number {
    const { cumulative } = model;
    const total = cumulative[0]!;
    const low = this.#low;
    const range = this.#high - low + 1;
    const target = Math.floor(((this.#code - low + 1) * total - 1) / range);
    let index = 0;
    while (index + 1 < model.size && cumulative[index + 1]! > target) index++;
    const symbol = model.symbols[index]!;
    this.#narrow(
      low + Math.floor((cumulative[index + 1]! * range) / total),
      low + Math.floor((cumulative[index]! * range) / total) - 1,
    );
    model.count(index);
    return symbol;
  }

  /** Sets the new bounds, and drops their common leading bits. */
  #narrow(newLow: number, newHigh: number): void {
    let low = newLow;
    let high = newHigh;
    let code = this.#code;
    const agreed = Math.clz32((low ^ high) << 16);
    if (agreed > 0) {
      low = (low << agreed) & 0xffff;
      high = ((high << agreed) & 0xffff) | ((1 << agreed) - 1);
      code = ((code << agreed) & 0xffff) | this.#bits(agreed);
    }
    // Bounds like 01.. and 10.. converge without a common bit: their second bit is dropped.
    while ((low & 0x4000) !== 0 && (high & 0x4000) === 0) {
      low = (low << 1) & 0x7fff;
      high = ((high << 1) & 0x7fff) | 0x8001;
      code = (((code ^ 0x4000) << 1) & 0xffff) | this.#bits(1);
    }
    this.#low = low;
    this.#high = high;
    this.#code = code;
  }
}

function corrupt(
  message: string,
  facts: { expected?: string | number; found?: number } = {},
): HotfixkitError {
  return new HotfixkitError('QUANTUM_CORRUPT', message, { structure: 'CFDATA', ...facts });
}
