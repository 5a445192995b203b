import { HotfixkitError } from '../core/errors.js';
import { ByteFeed } from './byte-feed.js';

const WINDOW = 4096;
const STEP = 32 * 1024;
const LONGEST_CODE = 15;
/** Another run may follow a run of this many literals. */
const LONGEST_RUN = 32;
/** Symbols of the five codes, in their order in the data. */
const SYMBOLS = {
  matchLength: 16,
  lengthAfterLiterals: 16,
  literalRun: 32,
  offset: 64,
  literal: 256,
} as const;

/**
 * Method 3 of KWAJ: LZ77 in a ring of 4096 bytes, with five Huffman codes before the data. Bits are read from the
 * highest down.
 *
 * Gives at most `size` bytes, fewer if the input ends early, and returns whether more data follows. The data has no end
 * mark: less than 16 zero bits are taken for what fills the last bytes. Throws `KWAJ_CORRUPT` for invalid codes.
 */
export function* kwajLzhStream(
  input: Iterable<Uint8Array>,
  size = Number.POSITIVE_INFINITY,
): Generator<Uint8Array, boolean, void> {
  const bits = new Bits(input);
  const types = Array.from({ length: 6 }, () => bits.take(4)).slice(0, 5);
  const codes = Object.values(SYMBOLS).map((count, i) => new Code(readLengths(bits, types[i]!, count)));
  const [matchLength, lengthAfterLiterals, literalRun, offset, literal] = codes as [
    Code,
    Code,
    Code,
    Code,
    Code,
  ];

  const ring = new Uint8Array(WINDOW).fill(0x20);
  let position = 0;
  let left = size;
  let output = new Uint8Array(STEP + LONGEST_RUN);
  let filled = 0;
  let lengths = matchLength;
  /** Bytes of the last item that `size` leaves out. */
  let leftOut = 0;
  const put = (byte: number): void => {
    output[filled++] = byte;
    ring[position] = byte;
    position = (position + 1) % WINDOW;
    left--;
  };
  while (left > 0) {
    const length = lengths.read(bits);
    if (length === 0) {
      const run = literalRun.read(bits) + 1;
      lengths = run === LONGEST_RUN ? matchLength : lengthAfterLiterals;
      leftOut = run;
      while (leftOut > 0 && left > 0) {
        const byte = literal.read(bits);
        if (bits.isEnded) break;
        put(byte);
        leftOut--;
      }
    } else {
      const distance = (offset.read(bits) << 6) | bits.take(6);
      if (bits.isEnded) break;
      lengths = matchLength;
      for (leftOut = length + 2; leftOut > 0 && left > 0; leftOut--)
        put(ring[(position - distance) & (WINDOW - 1)]!);
    }
    if (bits.isEnded) break;
    if (filled < STEP) continue;
    yield output.subarray(0, filled);
    output = new Uint8Array(STEP + LONGEST_RUN);
    filled = 0;
  }
  if (filled > 0) yield output.subarray(0, filled);
  return left === 0 && (leftOut > 0 || bits.goesOn());
}

/** Reads the code length of each symbol, in one of four encodings. */
function readLengths(bits: Bits, type: number, count: number): number[] {
  if (type === 0) return new Array<number>(count).fill(Math.log2(count));
  if (type === 3) return Array.from({ length: count }, () => bits.take(4));
  if (type > 3) throw corrupt('a code is spelt in a way that does not exist', type);
  const lengths = [bits.take(4)];
  while (lengths.length < count) {
    const before = lengths[lengths.length - 1]!;
    if (type === 1) {
      if (bits.take(1) === 0) lengths.push(before);
      else lengths.push(bits.take(1) === 0 ? before + 1 : bits.take(4));
    } else {
      const change = bits.take(2);
      lengths.push(change === 3 ? bits.take(4) : before + change - 1);
    }
    const length = lengths[lengths.length - 1]!;
    if (length < 0 || length > LONGEST_CODE) throw corrupt('a code has an impossible length', length);
  }
  return lengths;
}

/** A canonical Huffman code, highest bit first. */
class Code {
  /** By length: the number of codes. */
  readonly #counts = new Uint16Array(LONGEST_CODE + 1);
  readonly #symbols: number[] = [];

  constructor(lengths: readonly number[]) {
    for (const length of lengths) this.#counts[length]!++;
    this.#counts[0] = 0;
    let free = 1;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      free = 2 * free - this.#counts[length]!;
      if (free < 0) throw corrupt('there are more codes than bits can tell apart', length);
      for (let symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] === length) this.#symbols.push(symbol);
      }
    }
  }

  /** 0 after the end of the input. Throws `KWAJ_CORRUPT` for invalid codes. */
  read(bits: Bits): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      code |= bits.take(1);
      if (bits.isEnded) return 0;
      const count = this.#counts[length]!;
      if (code - first < count) return this.#symbols[index + code - first]!;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw corrupt('a code does not exist', code >> 1);
  }
}

class Bits {
  readonly #feed: ByteFeed;
  #bits = 0;
  #count = 0;
  /** Whether reads went past the end of the input. */
  isEnded = false;

  constructor(input: Iterable<Uint8Array>) {
    this.#feed = new ByteFeed(input);
  }

  /** Zeros after the end. */
  take(count: number): number {
    while (this.#count < count) {
      const next = this.#feed.next();
      if (next < 0) this.isEnded = true;
      this.#bits = ((this.#bits << 8) | Math.max(0, next)) & 0xffff;
      this.#count += 8;
    }
    this.#count -= count;
    return (this.#bits >> this.#count) & ((1 << count) - 1);
  }

  /** Whether what was not taken is more than the zeros that fill the last bytes. */
  goesOn(): boolean {
    if (this.isEnded) return false;
    if ((this.#bits & ((1 << this.#count) - 1)) !== 0) return true;
    const next = this.#feed.next();
    return next > 0 || (next === 0 && this.#feed.next() >= 0);
  }
}

function corrupt(what: string, found: number): HotfixkitError {
  return new HotfixkitError('KWAJ_CORRUPT', `the compressed data is damaged: ${what}`, { found });
}
