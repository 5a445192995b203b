import { HotfixkitError } from '../core/errors.js';
import { InflateTable, LINK } from './inflate-codes.js';

/*
 * Deflate (RFC 1951) as one long stream, such as zip archives have, pulled a piece at a time. MSZIP's blocks go another
 * way (inflate-kernel.ts): there the whole input of 32 KiB of output is at hand.
 */

const HISTORY = 32768;
/** Output of one step. A match may go past it by its length less one. */
const STEP = 32768;
const LONGEST_MATCH = 258;
/** More input than one step can use: a match of three bytes takes 48 bits at most; and what a block's header takes. */
const NEEDED = 2 * STEP + 4096;
const INPUT = 4 * NEEDED;

const LITERAL_SYMBOLS = 288;
const DISTANCE_SYMBOLS = 32;
const LITERAL_ROOT_BITS = 11;
const DISTANCE_ROOT_BITS = 10;

/*
 * Entries of both tables, above the code's length in bits 0-4: extra bits in bits 5-8, and above them what they are added
 * to. A literal has no extra bits and its byte as value; a length has MATCH added. Distance 0 does not exist.
 */
const VALUE = 9;
const MATCH = 1 << 10;
const END = 1 << 11;
const INVALID = 1 << 12;

const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const literalPayloads = Int32Array.from({ length: LITERAL_SYMBOLS }, (_, symbol) => {
  if (symbol < 256) return symbol << VALUE;
  if (symbol === 256) return END << VALUE;
  const slot = symbol - 257;
  const extra = lengthExtra[slot];
  if (extra === undefined) return INVALID << VALUE;
  const base = lengthExtra.slice(0, slot).reduce((sum, bits) => sum + (1 << bits), 3);
  return (extra << 5) | ((MATCH + (slot === 28 ? LONGEST_MATCH : base)) << VALUE);
});
const distancePayloads = Int32Array.from({ length: DISTANCE_SYMBOLS }, (_, slot) => {
  if (slot >= 30) return 0;
  const extra = (one: number): number => (one < 2 ? 0 : (one >> 1) - 1);
  let base = 1;
  for (let before = 0; before < slot; before++) base += 1 << extra(before);
  return (extra(slot) << 5) | (base << VALUE);
});

/** The order in which a dynamic block's header has the lengths of the code for code lengths (RFC 1951, 3.2.7). */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const lengthPayloads = Int32Array.from({ length: 19 }, (_, symbol) => symbol << 5);
const fixedLengths = Uint8Array.from({ length: LITERAL_SYMBOLS + DISTANCE_SYMBOLS }, (_, i) =>
  i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : i < LITERAL_SYMBOLS ? 8 : 5,
);

/**
 * The output of one deflate stream, in pieces of at most 33 KB that are valid until the next one is asked for. Input
 * behind the stream's end is left alone. Throws `INFLATE_CORRUPT`.
 */
export function inflateStream(input: Iterable<Uint8Array>): Generator<Uint8Array, void, void> {
  return new Inflater(input).pieces();
}

/** What a stream is decoded with: 340 KB, which is dear for the first bytes of each of ten thousand files. */
class Buffers {
  /** Those that nobody is using: streams are mostly decoded one after the other. */
  static #idle: Buffers | null = null;

  readonly input = new Uint8Array(INPUT + 16);
  readonly window = new Uint8Array(HISTORY + STEP + LONGEST_MATCH);
  readonly literals = table(literalPayloads, LITERAL_ROOT_BITS, INVALID << VALUE);
  readonly distances = table(distancePayloads, DISTANCE_ROOT_BITS, 0);
  readonly lengthCode = table(lengthPayloads, 7, -1);
  readonly lengths = new Uint8Array(LITERAL_SYMBOLS + DISTANCE_SYMBOLS + 138);

  static borrow(): Buffers {
    const buffers = Buffers.#idle ?? new Buffers();
    Buffers.#idle = null;
    return buffers;
  }

  release(): void {
    Buffers.#idle = this;
  }
}

class Inflater {
  readonly #buffers = Buffers.borrow();
  readonly #source: Iterator<Uint8Array>;
  /** What the last piece of the source had too much. */
  #rest: Uint8Array = new Uint8Array();
  #isSourceAtEnd = false;
  readonly #input = this.#buffers.input;
  readonly #view = new DataView(this.#buffers.input.buffer);
  #inputBits = 0;
  #bit = 0;
  readonly #window = this.#buffers.window;
  #position = HISTORY;
  /** Bytes of output that a match may reach back to. */
  #history = 0;
  readonly #literals = this.#buffers.literals;
  readonly #distances = this.#buffers.distances;
  readonly #lengthCode = this.#buffers.lengthCode;
  readonly #lengths = this.#buffers.lengths;

  constructor(input: Iterable<Uint8Array>) {
    this.#source = input[Symbol.iterator]();
  }

  *pieces(): Generator<Uint8Array, void, void> {
    try {
      for (let isLast = false; !isLast; ) {
        this.#fill();
        isLast = this.#take(1) === 1;
        const type = this.#take(2);
        if (type === 0) {
          yield* this.#stored();
          continue;
        }
        if (type === 1) this.#useFixedCodes();
        else if (type === 3 || !this.#readCodes()) throw corrupt('a block that is none');
        for (let done = false; !done; ) {
          this.#fill();
          done = this.#run();
          if (this.#bit > this.#inputBits) throw corrupt('it ends before it says so');
          if (this.#position >= HISTORY + STEP) yield this.#flush();
        }
      }
      if (this.#position > HISTORY) yield this.#flush();
    } finally {
      this.#buffers.release();
      this.#source.return?.();
    }
  }

  /** Hands out what has been put into the window. The bytes stay where they are until the next run. */
  #flush(): Uint8Array {
    const length = this.#position - HISTORY;
    const piece = this.#window.slice(HISTORY, this.#position);
    this.#window.copyWithin(0, length, length + HISTORY);
    this.#history = Math.min(HISTORY, this.#history + length);
    this.#position = HISTORY;
    return piece;
  }

  /** Sees to it that there is input for a step, or all that is left, with zeros behind it. */
  #fill(): void {
    const used = this.#bit >>> 3;
    let length = this.#inputBits >>> 3;
    if (length - used >= NEEDED || (this.#isSourceAtEnd && this.#rest.length === 0)) return;
    this.#input.copyWithin(0, used, length);
    length -= used;
    this.#bit -= used * 8;
    while (length < INPUT) {
      if (this.#rest.length === 0) {
        const next = this.#isSourceAtEnd ? { done: true as const, value: undefined } : this.#source.next();
        if (next.done) {
          this.#isSourceAtEnd = true;
          break;
        }
        this.#rest = next.value;
      }
      const piece = this.#rest.subarray(0, INPUT - length);
      this.#input.set(piece, length);
      length += piece.length;
      this.#rest = this.#rest.subarray(piece.length);
    }
    // A piece is only valid until the next one is asked for, and that may be a while.
    if (this.#rest.length > 0) this.#rest = this.#rest.slice();
    this.#input.fill(0, length, Math.min(this.#input.length, length + NEEDED));
    this.#inputBits = length * 8;
  }

  #peek(): number {
    const at = this.#bit;
    return this.#view.getUint32(at >>> 3, true) >>> (at & 7);
  }

  #take(count: number): number {
    const value = this.#peek() & ((1 << count) - 1);
    this.#bit += count;
    return value;
  }

  *#stored(): Generator<Uint8Array, void, void> {
    let at = (this.#bit + 7) >>> 3;
    if (at * 8 + 32 > this.#inputBits) throw corrupt('it ends inside a stored block');
    let left = this.#view.getUint16(at, true);
    if ((left ^ this.#view.getUint16(at + 2, true)) !== 0xffff) {
      throw corrupt('a stored block contradicts itself');
    }
    this.#bit = (at + 4) * 8;
    while (left > 0) {
      this.#fill();
      at = this.#bit >>> 3;
      const room = HISTORY + STEP - this.#position;
      const length = Math.min(left, room, (this.#inputBits >>> 3) - at);
      if (length <= 0 && room > 0) throw corrupt('it ends inside a stored block');
      this.#window.set(this.#input.subarray(at, at + length), this.#position);
      this.#position += length;
      this.#bit += length * 8;
      left -= length;
      if (this.#position >= HISTORY + STEP) yield this.#flush();
    }
  }

  /** Literals and matches until the block ends (true) or the window is full. */
  #run(): boolean {
    const view = this.#view;
    const window = this.#window;
    const literals = this.#literals.entries;
    const distances = this.#distances.entries;
    const start = HISTORY - this.#history;
    const limit = Math.min(this.#inputBits, (INPUT + 8) * 8);
    let bit = this.#bit;
    let position = this.#position;
    let done = false;
    while (position < HISTORY + STEP && bit <= limit) {
      let bits = view.getUint32(bit >>> 3, true) >>> (bit & 7);
      let entry = literals[bits & ((1 << LITERAL_ROOT_BITS) - 1)]!;
      if (entry < 0) {
        entry = literals[((entry & ~LINK) >>> 5) + ((bits >>> LITERAL_ROOT_BITS) & 15)]!;
      }
      const value = entry >>> VALUE;
      const width = entry & 31;
      if (value < 256) {
        window[position++] = value;
        bit += width;
        continue;
      }
      if (value >= END) {
        if (value !== END) throw corrupt('a code that does not exist');
        bit += width;
        done = true;
        break;
      }
      let extra = (entry >>> 5) & 15;
      const length = value - MATCH + ((bits >>> width) & ((1 << extra) - 1));
      bit += width + extra;

      bits = view.getUint32(bit >>> 3, true) >>> (bit & 7);
      entry = distances[bits & ((1 << DISTANCE_ROOT_BITS) - 1)]!;
      if (entry < 0) {
        entry = distances[((entry & ~LINK) >>> 5) + ((bits >>> DISTANCE_ROOT_BITS) & 31)]!;
      }
      bit += entry & 31;
      extra = (entry >>> 5) & 15;
      bits = view.getUint32(bit >>> 3, true) >>> (bit & 7);
      bit += extra;
      const distance = (entry >>> VALUE) + (bits & ((1 << extra) - 1));
      let from = position - distance;
      if (distance === 0 || from < start) throw corrupt('a match reaches back before the start');
      const stop = position + length;
      while (position < stop) window[position++] = window[from++]!;
    }
    this.#bit = bit;
    this.#position = position;
    return done;
  }

  #useFixedCodes(): void {
    this.#literals.build(fixedLengths, 0, LITERAL_SYMBOLS, false);
    this.#distances.build(fixedLengths, LITERAL_SYMBOLS, LITERAL_SYMBOLS + DISTANCE_SYMBOLS, false);
  }

  /** The header of a block with codes of its own (RFC 1951, 3.2.7). */
  #readCodes(): boolean {
    const literals = this.#take(5) + 257;
    const distances = this.#take(5) + 1;
    const known = this.#take(4) + 4;
    if (literals > 286 || distances > 30) return false;
    const lengths = this.#lengths;
    lengths.fill(0, 0, 19);
    for (let i = 0; i < known; i++) lengths[lengthOrder[i]!] = this.#take(3);
    if (!this.#lengthCode.build(lengths, 0, 19, false)) return false;
    const all = literals + distances;
    for (let at = 0; at < all; ) {
      const entry = this.#lengthCode.entries[this.#peek() & 127]!;
      if (entry < 0) return false;
      this.#bit += entry & 31;
      const symbol = entry >> 5;
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      if (symbol === 16 && at === 0) return false;
      const value = symbol === 16 ? lengths[at - 1]! : 0;
      const run = symbol === 16 ? this.#take(2) + 3 : symbol === 17 ? this.#take(3) + 3 : this.#take(7) + 11;
      if (at + run > all) return false;
      lengths.fill(value, at, at + run);
      at += run;
    }
    if (lengths[256] === 0) return false;
    return (
      this.#literals.build(lengths, 0, literals, true) && this.#distances.build(lengths, literals, all, true)
    );
  }
}

function table(payloads: Int32Array, rootBits: number, invalid: number): InflateTable {
  const entries = new Int32Array(InflateTable.entriesNeeded(payloads.length, rootBits));
  return new InflateTable(payloads, rootBits, invalid, entries);
}

function corrupt(what: string): HotfixkitError {
  return new HotfixkitError('INFLATE_CORRUPT', `the compressed data is damaged: ${what}`);
}
