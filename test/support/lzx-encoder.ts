import type { CabinetBlock } from './cabinet-builder.js';

/*
 * A small LZX encoder, so that tests can make streams with any mix of blocks, windows and E8 translation. It finds
 * matches greedily through a table of three-byte prefixes and shares no code with the decoder.
 */

export interface LzxBlockPlan {
  type: 'verbatim' | 'aligned' | 'stored';
  /** Bytes of output. */
  length: number;
}

export interface LzxOptions {
  windowBits: number;
  /** Blocks to write, over and over; one verbatim block of everything where absent. */
  blocks?: LzxBlockPlan[];
  /** The number in the stream's header; 0 for a stream without translation. */
  translationSize?: number;
  /** Longest match to look for, default 257. */
  maxMatch?: number;
}

const FRAME = 32768;
const SLOTS = [30, 32, 34, 36, 38, 42, 50];
const extraBits = Array.from({ length: 51 }, (_, slot) => (slot < 4 ? 0 : Math.min(17, (slot >> 1) - 1)));
const bases = [0];
for (let slot = 1; slot <= 50; slot++) bases.push(bases[slot - 1]! + 2 ** extraBits[slot - 1]!);

/** A literal, or a match with its place in the stream's terms. */
type Token = number | { length: number; slot: number; extra: number };

/** The frames of `content`, one CFDATA each. */
export function encodeLzx(content: Uint8Array, options: LzxOptions): CabinetBlock[] {
  return new LzxEncoder(content, options).encode();
}

class LzxEncoder {
  readonly #content: Uint8Array;
  readonly #windowSize: number;
  readonly #slots: number;
  readonly #plans: LzxBlockPlan[];
  readonly #maxMatch: number;
  readonly #translationSize: number;
  readonly #heads = new Map<number, number>();
  #recent = [1, 1, 1];
  #mainLengths: number[];
  #lengthLengths: number[] = new Array<number>(249).fill(0);
  readonly #frames: CabinetBlock[] = [];
  #out = new BitWriter();

  constructor(content: Uint8Array, options: LzxOptions) {
    this.#translationSize = options.translationSize ?? 0;
    this.#content = this.#translationSize === 0 ? content : translateE8(content, this.#translationSize);
    this.#windowSize = 2 ** options.windowBits;
    this.#slots = SLOTS[options.windowBits - 15]!;
    this.#plans = options.blocks ?? [{ type: 'verbatim', length: Math.max(1, content.length) }];
    this.#maxMatch = options.maxMatch ?? 257;
    this.#mainLengths = new Array<number>(256 + 8 * this.#slots).fill(0);
  }

  encode(): CabinetBlock[] {
    this.#out.bits(this.#translationSize === 0 ? 0 : 1, 1);
    if (this.#translationSize !== 0) {
      this.#out.bits(this.#translationSize >>> 16, 16);
      this.#out.bits(this.#translationSize & 0xffff, 16);
    }
    let at = 0;
    for (let i = 0; at < this.#content.length; i++) {
      const plan = this.#plans[i % this.#plans.length]!;
      const end = Math.min(this.#content.length, at + plan.length);
      if (plan.type === 'stored') this.#stored(at, end);
      else this.#compressed(at, end, plan.type === 'aligned');
      at = end;
    }
    if (this.#content.length % FRAME !== 0) this.#endFrame(this.#content.length % FRAME);
    return this.#frames;
  }

  #endFrame(outputLength: number): void {
    this.#frames.push({ data: this.#out.finish(), uncompressedLength: outputLength });
    this.#out = new BitWriter();
  }

  #header(type: number, length: number): void {
    this.#out.bits(type, 3);
    this.#out.bits(length >> 8, 16);
    this.#out.bits(length & 255, 8);
  }

  #stored(from: number, to: number): void {
    this.#header(3, to - from);
    this.#out.alignForStored();
    for (const distance of this.#recent) {
      for (let shift = 0; shift < 32; shift += 8) this.#out.byte((distance >>> shift) & 255);
    }
    for (let at = from; at < to; at++) {
      this.#out.byte(this.#content[at]!);
      this.#remember(at);
      if (at + 1 === to && ((to - from) & 1) === 1) this.#out.byte(0);
      if ((at + 1) % FRAME === 0) this.#endFrame(FRAME);
    }
  }

  #compressed(from: number, to: number, isAligned: boolean): void {
    const tokens = this.#tokens(from, to);
    const mainCounts = new Array<number>(this.#mainLengths.length).fill(0);
    const lengthCounts = new Array<number>(249).fill(0);
    const alignedCounts = new Array<number>(8).fill(0);
    for (const { token } of tokens) {
      mainCounts[mainSymbol(token)]!++;
      if (typeof token === 'number') continue;
      if (token.length >= 9) lengthCounts[token.length - 9]!++;
      if (extraBits[token.slot]! >= 3) alignedCounts[token.extra & 7]!++;
    }
    const main = codeLengths(mainCounts, 16, true);
    const length = codeLengths(lengthCounts, 16, false);
    const aligned = codeLengths(alignedCounts, 7, true);

    this.#header(isAligned ? 2 : 1, to - from);
    if (isAligned) for (const bits of aligned) this.#out.bits(bits, 3);
    this.#lengths(this.#mainLengths.slice(0, 256), main.slice(0, 256));
    this.#lengths(this.#mainLengths.slice(256), main.slice(256));
    this.#lengths(this.#lengthLengths, length);
    this.#mainLengths = main;
    this.#lengthLengths = length;

    const mainCodes = codes(main);
    const lengthCodes = codes(length);
    const alignedCodes = codes(aligned);
    for (const { token, end } of tokens) {
      const symbol = mainSymbol(token);
      this.#out.bits(mainCodes[symbol]!, main[symbol]!);
      if (typeof token !== 'number') {
        if (token.length >= 9) this.#out.bits(lengthCodes[token.length - 9]!, length[token.length - 9]!);
        const extra = extraBits[token.slot]!;
        if (isAligned && extra >= 3) {
          this.#out.bits(token.extra >> 3, extra - 3);
          this.#out.bits(alignedCodes[token.extra & 7]!, aligned[token.extra & 7]!);
        } else {
          this.#out.bits(token.extra, extra);
        }
      }
      if (end % FRAME === 0) this.#endFrame(FRAME);
    }
  }

  /** No match crosses the end of a frame or of the block. */
  #tokens(from: number, to: number): { token: Token; end: number }[] {
    const tokens: { token: Token; end: number }[] = [];
    let at = from;
    while (at < to) {
      const limit = Math.min(to, (Math.floor(at / FRAME) + 1) * FRAME, at + this.#maxMatch);
      const token = this.#match(at, limit) ?? this.#content[at]!;
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
    const candidates = [...this.#recent, ...(head === undefined ? [] : [at - head])];
    for (const candidate of candidates) {
      if (candidate < 1 || candidate > at || candidate > this.#windowSize - 3) continue;
      let common = 0;
      while (at + common < limit && this.#content[at + common - candidate] === this.#content[at + common])
        common++;
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
    return (this.#content[at]! << 16) | (this.#content[at + 1]! << 8) | this.#content[at + 2]!;
  }

  #remember(at: number): void {
    if (at + 2 < this.#content.length) this.#heads.set(this.#prefix(at), at);
  }

  /** Code lengths as differences, with runs of zeros and of equal values. */
  #lengths(before: number[], now: number[]): void {
    const symbols: { symbol: number; extra: number; extraLength: number; delta?: number }[] = [];
    for (let i = 0; i < now.length; ) {
      let run = 1;
      while (i + run < now.length && now[i + run] === now[i]) run++;
      const delta = (17 + before[i]! - now[i]!) % 17;
      if (now[i] === 0 && run >= 20) {
        run = Math.min(run, 51);
        symbols.push({ symbol: 18, extra: run - 20, extraLength: 5 });
      } else if (now[i] === 0 && run >= 4) {
        run = Math.min(run, 19);
        symbols.push({ symbol: 17, extra: run - 4, extraLength: 4 });
      } else if (run >= 4) {
        run = Math.min(run, 5);
        symbols.push({ symbol: 19, extra: run - 4, extraLength: 1, delta });
      } else {
        run = 1;
        symbols.push({ symbol: delta, extra: 0, extraLength: 0 });
      }
      i += run;
    }
    const counts = new Array<number>(20).fill(0);
    for (const { symbol, delta } of symbols) {
      counts[symbol]!++;
      if (delta !== undefined) counts[delta]!++;
    }
    const pretree = codeLengths(counts, 15, true);
    const pretreeCodes = codes(pretree);
    for (const bits of pretree) this.#out.bits(bits, 4);
    for (const { symbol, extra, extraLength, delta } of symbols) {
      this.#out.bits(pretreeCodes[symbol]!, pretree[symbol]!);
      this.#out.bits(extra, extraLength);
      if (delta !== undefined) this.#out.bits(pretreeCodes[delta]!, pretree[delta]!);
    }
  }
}

/** LZX's bits: words of 16, little-endian, most significant bit first. */
class BitWriter {
  readonly #bytes: number[] = [];
  #word = 0;
  #used = 0;

  bits(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) {
      this.#word = (this.#word << 1) | ((value >>> i) & 1);
      if (++this.#used === 16) this.#flush();
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

  #flush(): void {
    this.#bytes.push(this.#word & 255, (this.#word >> 8) & 255);
    this.#word = 0;
    this.#used = 0;
  }
}

function mainSymbol(token: Token): number {
  return typeof token === 'number' ? token : 256 + token.slot * 8 + Math.min(7, token.length - 2);
}

/** Huffman code lengths of at most `most` bits. A code that must be complete gets a second symbol if it has one. */
function codeLengths(counts: number[], most: number, mustExist: boolean): number[] {
  let weights = [...counts];
  if (mustExist || weights.some((weight) => weight > 0)) {
    for (let i = 0; weights.filter((weight) => weight > 0).length < 2; i++) weights[i] ||= 1;
  }
  for (;;) {
    const lengths = huffman(weights);
    if (lengths.every((length) => length <= most)) return lengths;
    weights = weights.map((weight) => (weight === 0 ? 0 : (weight >> 1) + 1));
  }
}

function huffman(weights: number[]): number[] {
  const lengths = new Array<number>(weights.length).fill(0);
  let nodes = weights.flatMap((weight, symbol) => (weight > 0 ? [{ weight, symbols: [symbol] }] : []));
  while (nodes.length > 1) {
    nodes.sort((a, b) => a.weight - b.weight);
    const [a, b, ...rest] = nodes;
    const symbols = [...a!.symbols, ...b!.symbols];
    for (const symbol of symbols) lengths[symbol]!++;
    nodes = [...rest, { weight: a!.weight + b!.weight, symbols }];
  }
  return lengths;
}

function codes(lengths: number[]): number[] {
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

function translateE8(content: Uint8Array, size: number): Uint8Array {
  const bytes = content.slice();
  const view = new DataView(bytes.buffer);
  for (let frame = 0; frame < bytes.length; frame += FRAME) {
    const end = Math.min(bytes.length, frame + FRAME);
    for (let at = frame; at < end - 10; at++) {
      if (bytes[at] !== 0xe8) continue;
      const relative = view.getInt32(at + 1, true);
      if (relative >= -at && relative < size - at) view.setInt32(at + 1, relative + at, true);
      else if (relative >= size - at && relative < size) view.setInt32(at + 1, relative - size, true);
      at += 4;
    }
  }
  return bytes;
}
