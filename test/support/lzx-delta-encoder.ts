/*
 * A small LZX DELTA encoder, so that tests can make streams with any mix of blocks, windows, references and lengths of
 * matches. Its Huffman codes are nearly flat (all used symbols have the same length, or one bit less), which keeps it
 * short and still makes valid streams. It shares no code with the decoder.
 */

export interface LzxDeltaBlockPlan {
  type: 'verbatim' | 'aligned' | 'stored';
  /** Bytes of output. */
  length: number;
}

export interface LzxDeltaOptions {
  /** What matches may reach into, before the content. */
  reference?: Uint8Array;
  /** 17 to 25, default 17. */
  windowBits?: number;
  /** Blocks to write, over and over; one verbatim block of everything where absent. */
  blocks?: LzxDeltaBlockPlan[];
  /** The number in the stream's header; 0, the default, for a stream without translation. */
  translationSize?: number;
  /** Longest match to look for, default 32768. */
  maxMatch?: number;
  /** Distances in the headers of stored blocks, default those of the matches before. */
  storedDistances?: readonly [number, number, number];
}

const CHUNK = 32768;
const SLOTS = [34, 36, 38, 42, 50, 66, 98, 162, 290];
const extraBits = Array.from({ length: 291 }, (_, slot) => (slot < 4 ? 0 : Math.min(17, (slot >> 1) - 1)));
const bases = [0];
for (let slot = 1; slot <= 290; slot++) bases.push(bases[slot - 1]! + 2 ** extraBits[slot - 1]!);

/** A literal, or a match with its place in the stream's terms. */
type Token = number | { length: number; slot: number; extra: number };

/** The stream of `content`: chunks with their sizes in front. */
export function encodeLzxDelta(content: Uint8Array, options: LzxDeltaOptions = {}): Uint8Array {
  return new LzxDeltaEncoder(content, options).encode();
}

/** A stream without a match, which needs no more than stored blocks. */
export function storeLzxDelta(content: Uint8Array): Uint8Array {
  return encodeLzxDelta(content, { blocks: [{ type: 'stored', length: 0x7ffffe }] });
}

class LzxDeltaEncoder {
  /** The reference, then the content. */
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #options: LzxDeltaOptions;
  readonly #slots: number;
  readonly #windowSize: number;
  readonly #heads = new Map<number, number>();
  #recent = [1, 1, 1];
  #mainLengths: number[];
  #lengthLengths: number[] = new Array<number>(249).fill(0);
  readonly #chunks: Uint8Array[] = [];
  #out = new BitWriter();

  constructor(content: Uint8Array, options: LzxDeltaOptions) {
    const size = options.translationSize ?? 0;
    const windowBits = options.windowBits ?? 17;
    this.#windowSize = 2 ** windowBits;
    const reference = (options.reference ?? new Uint8Array()).subarray(0, this.#windowSize);
    this.#bytes = Buffer.concat([reference, size === 0 ? content : translateE8(content, size)]);
    this.#start = reference.length;
    this.#options = options;
    this.#slots = SLOTS[windowBits - 17]!;
    this.#mainLengths = new Array<number>(256 + 8 * this.#slots).fill(0);
  }

  encode(): Uint8Array {
    const { blocks, translationSize: size = 0 } = this.#options;
    const end = this.#bytes.length;
    const plans = blocks ?? [{ type: 'verbatim', length: 0xffffff }];
    for (let at = 0; at < this.#start; at++) this.#remember(at);
    this.#out.bits(size === 0 ? 0 : 1, 1);
    if (size !== 0) {
      this.#out.bits(size >>> 16, 16);
      this.#out.bits(size & 0xffff, 16);
    }
    let at = this.#start;
    for (let i = 0; at < end; i++) {
      const { type, length } = plans[i % plans.length]!;
      const blockEnd = Math.min(end, at + length);
      if (type === 'stored') this.#stored(at, blockEnd);
      else this.#compressed(at, blockEnd, type === 'aligned');
      at = blockEnd;
    }
    if ((end - this.#start) % CHUNK !== 0) this.#endChunk();
    return new Uint8Array(Buffer.concat(this.#chunks));
  }

  #endChunk(): void {
    const chunk = this.#out.finish();
    this.#chunks.push(Uint8Array.of(chunk.length & 255, chunk.length >> 8), chunk);
    this.#out = new BitWriter();
  }

  #endsChunk(at: number): boolean {
    return (at - this.#start) % CHUNK === 0;
  }

  #header(type: number, length: number): void {
    this.#out.bits(type, 3);
    this.#out.bits(length >> 8, 16);
    this.#out.bits(length & 255, 8);
  }

  #stored(from: number, to: number): void {
    this.#header(3, to - from);
    this.#out.alignForStored();
    this.#recent = [...(this.#options.storedDistances ?? this.#recent)];
    for (const distance of this.#recent) {
      for (let shift = 0; shift < 32; shift += 8) this.#out.byte((distance >>> shift) & 255);
    }
    for (let at = from; at < to; at++) {
      this.#out.byte(this.#bytes[at]!);
      this.#remember(at);
      if (at + 1 === to && ((to - from) & 1) === 1) this.#out.byte(0);
      if (this.#endsChunk(at + 1)) this.#endChunk();
    }
  }

  #compressed(from: number, to: number, isAligned: boolean): void {
    const tokens = this.#tokens(from, to);
    const main = this.#mainLengths.map(() => 0);
    const length = this.#lengthLengths.map(() => 0);
    for (const { token } of tokens) {
      main[mainSymbol(token)] = 1;
      if (typeof token !== 'number' && token.length >= 9) length[lengthSymbol(token)] = 1;
    }
    flatten(main, true);
    flatten(length, false);

    this.#header(isAligned ? 2 : 1, to - from);
    if (isAligned) for (const bits of ALIGNED_LENGTHS) this.#out.bits(bits, 3);
    this.#lengths(this.#mainLengths.slice(0, 256), main.slice(0, 256));
    this.#lengths(this.#mainLengths.slice(256), main.slice(256));
    this.#lengths(this.#lengthLengths, length);
    this.#mainLengths = main;
    this.#lengthLengths = length;

    const mainCodes = codes(main);
    const lengthCodes = codes(length);
    for (const { token, end } of tokens) {
      const symbol = mainSymbol(token);
      this.#out.bits(mainCodes[symbol]!, main[symbol]!);
      if (typeof token !== 'number') {
        const { slot, extra } = token;
        const tail = lengthSymbol(token);
        if (token.length >= 9) this.#out.bits(lengthCodes[tail]!, length[tail]!);
        if (isAligned && extraBits[slot]! >= 3) {
          this.#out.bits(extra >> 3, extraBits[slot]! - 3);
          this.#out.bits(alignedCodes[extra & 7]!, ALIGNED_LENGTHS[extra & 7]!);
        } else {
          this.#out.bits(extra, extraBits[slot]!);
        }
        if (token.length >= 257) this.#longLength(token.length - 257);
      }
      if (this.#endsChunk(end)) this.#endChunk();
    }
  }

  #longLength(more: number): void {
    if (more < 0x100) this.#out.bits(more, 1 + 8);
    else if (more < 0x500) this.#out.bits((0b10 << 10) | (more - 0x100), 2 + 10);
    else if (more < 0x1500) this.#out.bits((0b110 << 12) | (more - 0x500), 3 + 12);
    else this.#out.bits((0b111 << 15) | more, 3 + 15);
  }

  /** No match crosses the end of a chunk or of the block. */
  #tokens(from: number, to: number): { token: Token; end: number }[] {
    const tokens: { token: Token; end: number }[] = [];
    let at = from;
    while (at < to) {
      const chunkEnd = this.#start + (Math.floor((at - this.#start) / CHUNK) + 1) * CHUNK;
      const limit = Math.min(to, chunkEnd, at + (this.#options.maxMatch ?? CHUNK));
      const token = this.#match(at, limit) ?? this.#bytes[at]!;
      const end = at + (typeof token === 'number' ? 1 : token.length);
      for (; at < end; at++) this.#remember(at);
      tokens.push({ token, end });
    }
    return tokens;
  }

  #match(at: number, limit: number): Token | null {
    let length = 0;
    let distance = 0;
    const head = this.#heads.get(this.#prefix(at));
    for (const candidate of [...this.#recent, ...(head === undefined ? [] : [at - head])]) {
      if (candidate < 1 || candidate > this.#windowSize - 3) continue;
      let common = 0;
      // Before the reference there are zeros.
      while (
        at + common < limit &&
        (this.#bytes[at + common - candidate] ?? 0) === this.#bytes[at + common]
      ) {
        common++;
      }
      if (common > length) {
        length = common;
        distance = candidate;
      }
    }
    if (length < 2) return null;
    const recent = this.#recent.indexOf(distance);
    if (recent >= 0) {
      this.#recent[recent] = this.#recent[0]!;
      this.#recent[0] = distance;
      return { length, slot: recent, extra: 0 };
    }
    this.#recent = [distance, this.#recent[0]!, this.#recent[1]!];
    const formatted = distance + 2;
    let slot = 3;
    while (slot + 1 < this.#slots && bases[slot + 1]! <= formatted) slot++;
    return { length, slot, extra: formatted - bases[slot]! };
  }

  #prefix(at: number): number {
    return (this.#bytes[at]! << 16) | (this.#bytes[at + 1]! << 8) | this.#bytes[at + 2]!;
  }

  #remember(at: number): void {
    if (at + 2 < this.#bytes.length) this.#heads.set(this.#prefix(at), at);
  }

  /** Code lengths as differences, with runs of zeros; the pretree is a fixed one. */
  #lengths(before: number[], now: number[]): void {
    for (const bits of PRETREE_LENGTHS) this.#out.bits(bits, 4);
    const symbol = (value: number): void => this.#out.bits(pretreeCodes[value]!, PRETREE_LENGTHS[value]!);
    for (let i = 0; i < now.length; ) {
      let run = 0;
      while (run < 51 && i + run < now.length && now[i + run] === 0) run++;
      if (run >= 20) {
        symbol(18);
        this.#out.bits(run - 20, 5);
      } else if (run >= 4) {
        symbol(17);
        this.#out.bits(run - 4, 4);
      } else {
        symbol((17 + before[i]! - now[i]!) % 17);
        run = 1;
      }
      i += run;
    }
  }
}

/** Complete codes for everything that the pretree and the aligned tree may have to say. */
const PRETREE_LENGTHS = Array.from({ length: 20 }, (_, symbol) => (symbol < 12 ? 4 : 5));
const ALIGNED_LENGTHS = [2, 2, 3, 3, 4, 4, 4, 4];
const pretreeCodes = codes(PRETREE_LENGTHS);
const alignedCodes = codes(ALIGNED_LENGTHS);

/** Makes a complete code of the symbols marked with 1, each with as many bits as the others or one less. */
function flatten(lengths: number[], mustExist: boolean): void {
  if (mustExist || lengths.includes(1)) {
    for (let i = 0; lengths.filter((length) => length === 1).length < 2; i++) lengths[i] = 1;
  }
  const used = lengths.flatMap((length, symbol) => (length === 1 ? [symbol] : []));
  const bits = Math.ceil(Math.log2(used.length));
  const shorter = 2 ** bits - used.length;
  used.forEach((symbol, i) => {
    lengths[symbol] = i < shorter ? bits - 1 : bits;
  });
}

function codes(lengths: readonly number[]): number[] {
  const values = new Array<number>(lengths.length).fill(0);
  let code = 0;
  for (let length = 1; length <= 16; length++) {
    lengths.forEach((own, symbol) => {
      if (own === length) values[symbol] = code++;
    });
    code <<= 1;
  }
  return values;
}

function mainSymbol(token: Token): number {
  return typeof token === 'number' ? token : 256 + token.slot * 8 + Math.min(7, token.length - 2);
}

function lengthSymbol(token: { length: number }): number {
  return Math.min(248, token.length - 9);
}

/** LZX's bits: words of 16, little-endian, most significant bit first. */
class BitWriter {
  readonly #bytes: number[] = [];
  #word = 0;
  #used = 0;

  bits(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) {
      this.#word = (this.#word << 1) | ((value >>> i) & 1);
      if (++this.#used === 16) {
        this.#bytes.push(this.#word & 255, (this.#word >> 8) & 255);
        this.#word = 0;
        this.#used = 0;
      }
    }
  }

  /** One to sixteen bits, to a word's end. */
  alignForStored(): void {
    this.bits(0, 16 - this.#used);
  }

  byte(value: number): void {
    this.#bytes.push(value);
  }

  finish(): Uint8Array {
    if (this.#used > 0) this.bits(0, 16 - this.#used);
    return Uint8Array.from(this.#bytes);
  }
}

/** Replaces the targets of calls by absolute ones, chunk by chunk ([MS-PATCH] 2.4). */
function translateE8(content: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(content);
  const view = new DataView(bytes.buffer);
  for (let chunk = 0; chunk < bytes.length; chunk += CHUNK) {
    const end = Math.min(bytes.length, chunk + CHUNK) - 10;
    for (let at = chunk; at < end; at++) {
      if (bytes[at] !== 0xe8) continue;
      const relative = view.getInt32(at + 1, true);
      if (relative >= -at && relative < size - at) view.setInt32(at + 1, relative + at, true);
      else if (relative >= size - at && relative < size) view.setInt32(at + 1, relative - size, true);
      at += 4;
    }
  }
  return bytes;
}
