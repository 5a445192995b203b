/*
 * A small deflate encoder (RFC 1951) for the fixtures. zlib's output differs between its versions and between
 * processors; fixtures have to come out the same everywhere, so that the test that compares them with their builders
 * holds on every machine. One block with dynamic codes a call; matches reach 32 KiB back.
 */

const WINDOW = 32768;
const MIN_MATCH = 3;
const MAX_MATCH = 258;
const HASH_BITS = 15;
const MAX_CHAIN = 32;
/** Inside a longer match only so many positions are entered in the hash chains: runs would only slow things down. */
const MAX_INSERTS = 16;

const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** RFC 1951 3.2.5: the first length and the first distance of each code, and the extra bits. */
const lengthCodes = codes(
  [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5],
  3,
);
lengthCodes.push({ first: 258, extra: 0 });
const distanceCodes = codes(
  [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13],
  1,
);
const lengthCodeOf = new Uint8Array(MAX_MATCH + 1);
for (let length = MIN_MATCH, code = 0; length <= MAX_MATCH; length++) {
  while (code + 1 < lengthCodes.length && lengthCodes[code + 1]!.first <= length) code++;
  lengthCodeOf[length] = code;
}

interface Code {
  first: number;
  extra: number;
}

function codes(extras: number[], first: number): Code[] {
  let next = first;
  return extras.map((extra) => {
    const code = { first: next, extra };
    next += 2 ** extra;
    return code;
  });
}

/**
 * `content` in pieces of `blockSize` bytes, each a deflate stream of its own that may refer to the 32 KiB before it, as
 * MSZIP wants its blocks.
 */
export function deflateBlocks(content: Uint8Array, blockSize: number): Uint8Array[] {
  const finder = new MatchFinder(content);
  const blocks: Uint8Array[] = [];
  for (let start = 0; start < content.length; start += blockSize) {
    blocks.push(encodeBlock(content, start, Math.min(start + blockSize, content.length), finder));
  }
  return blocks;
}

/** One deflate stream. */
export function deflate(content: Uint8Array): Uint8Array {
  return encodeBlock(content, 0, content.length, new MatchFinder(content));
}

class MatchFinder {
  readonly #bytes: Uint8Array;
  readonly #heads = new Int32Array(1 << HASH_BITS).fill(-1);
  readonly #previous = new Int32Array(WINDOW).fill(-1);
  distance = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  insert(at: number): void {
    if (at + MIN_MATCH > this.#bytes.length) return;
    const hash = this.#hash(at);
    this.#previous[at & (WINDOW - 1)] = this.#heads[hash]!;
    this.#heads[hash] = at;
  }

  /** Length of the longest match for `at` that ends before `limit`, 0 if there is none; sets `distance`. */
  find(at: number, limit: number): number {
    const most = Math.min(MAX_MATCH, limit - at);
    if (most < MIN_MATCH) return 0;
    const bytes = this.#bytes;
    let best = MIN_MATCH - 1;
    let candidate = this.#heads[this.#hash(at)]!;
    for (let chain = 0; chain < MAX_CHAIN && candidate >= 0 && at - candidate <= WINDOW; chain++) {
      let length = 0;
      while (length < most && bytes[candidate + length] === bytes[at + length]) length++;
      if (length > best) {
        best = length;
        this.distance = at - candidate;
        if (length === most) break;
      }
      const next = this.#previous[candidate & (WINDOW - 1)]!;
      if (next >= candidate) break;
      candidate = next;
    }
    return best >= MIN_MATCH ? best : 0;
  }

  #hash(at: number): number {
    const bytes = this.#bytes;
    const key = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
    return Math.imul(key, 0x9e3779b1) >>> (32 - HASH_BITS);
  }
}

function encodeBlock(bytes: Uint8Array, start: number, end: number, finder: MatchFinder): Uint8Array {
  // A literal is its byte; a match is 256 + length, followed by its distance.
  const tokens: number[] = [];
  const literals = new Uint32Array(286);
  const distances = new Uint32Array(30);
  for (let at = start; at < end; ) {
    const length = finder.find(at, end);
    const { distance } = finder;
    const step = Math.max(1, length);
    for (let i = 0; i < Math.min(step, MAX_INSERTS); i++) finder.insert(at + i);
    if (length > 0) {
      tokens.push(256 + length, distance);
      literals[257 + lengthCodeOf[length]!]!++;
      distances[distanceCodeOf(distance)]!++;
    } else {
      tokens.push(bytes[at]!);
      literals[bytes[at]!]!++;
    }
    at += step;
  }
  literals[256] = 1;

  const literalLengths = codeLengths(literals, 15);
  const distanceLengths = codeLengths(distances, 15);
  const out = new BitWriter();
  out.bits(1, 1); // the last block
  out.bits(2, 2); // dynamic codes
  writeTrees(out, literalLengths, distanceLengths);
  const literalBits = canonicalCodes(literalLengths);
  const distanceBits = canonicalCodes(distanceLengths);
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token < 256) {
      out.bits(literalBits[token]!, literalLengths[token]!);
      continue;
    }
    const length = token - 256;
    const lengthCode = lengthCodeOf[length]!;
    out.bits(literalBits[257 + lengthCode]!, literalLengths[257 + lengthCode]!);
    out.bits(length - lengthCodes[lengthCode]!.first, lengthCodes[lengthCode]!.extra);
    const distance = tokens[++i]!;
    const distanceCode = distanceCodeOf(distance);
    out.bits(distanceBits[distanceCode]!, distanceLengths[distanceCode]!);
    out.bits(distance - distanceCodes[distanceCode]!.first, distanceCodes[distanceCode]!.extra);
  }
  out.bits(literalBits[256]!, literalLengths[256]!);
  return out.finish();
}

function distanceCodeOf(distance: number): number {
  let code = 0;
  while (code + 1 < distanceCodes.length && distanceCodes[code + 1]!.first <= distance) code++;
  return code;
}

/** RFC 1951 3.2.7: both lists of code lengths, run-length coded, themselves Huffman coded. */
function writeTrees(out: BitWriter, literals: Uint8Array, distances: Uint8Array): void {
  const literalCount = Math.max(257, trimmed(literals));
  const distanceCount = Math.max(1, trimmed(distances));
  const lengths = [...literals.subarray(0, literalCount), ...distances.subarray(0, distanceCount)];
  const symbols: { symbol: number; value: number; bits: number }[] = [];
  for (let at = 0; at < lengths.length; ) {
    const value = lengths[at]!;
    let run = 1;
    while (at + run < lengths.length && lengths[at + run] === value) run++;
    if (value === 0 && run >= 11) {
      run = Math.min(run, 138);
      symbols.push({ symbol: 18, value: run - 11, bits: 7 });
    } else if (value === 0 && run >= 3) {
      symbols.push({ symbol: 17, value: run - 3, bits: 3 });
    } else if (run >= 4) {
      run = Math.min(run, 7);
      symbols.push({ symbol: value, value: 0, bits: 0 }, { symbol: 16, value: run - 4, bits: 2 });
    } else {
      run = 1;
      symbols.push({ symbol: value, value: 0, bits: 0 });
    }
    at += run;
  }
  const counts = new Uint32Array(19);
  for (const { symbol } of symbols) counts[symbol]!++;
  const codeLengthLengths = codeLengths(counts, 7);
  const codeBits = canonicalCodes(codeLengthLengths);
  let sent = codeLengthOrder.length;
  while (sent > 4 && codeLengthLengths[codeLengthOrder[sent - 1]!] === 0) sent--;
  out.bits(literalCount - 257, 5);
  out.bits(distanceCount - 1, 5);
  out.bits(sent - 4, 4);
  for (let i = 0; i < sent; i++) out.bits(codeLengthLengths[codeLengthOrder[i]!]!, 3);
  for (const { symbol, value, bits } of symbols) {
    out.bits(codeBits[symbol]!, codeLengthLengths[symbol]!);
    out.bits(value, bits);
  }
}

function trimmed(lengths: Uint8Array): number {
  let count = lengths.length;
  while (count > 0 && lengths[count - 1] === 0) count--;
  return count;
}

/** Huffman code lengths of at most `limit` bits; counts are flattened until they fit. */
function codeLengths(counts: Uint32Array, limit: number): Uint8Array {
  const weights = Array.from(counts);
  // A code with fewer than two symbols is incomplete, which some decoders refuse: give it company.
  for (let symbol = 0; weights.filter((weight) => weight > 0).length < 2; symbol++) weights[symbol] ||= 1;
  for (;;) {
    const lengths = huffmanLengths(weights);
    if (lengths.every((length) => length <= limit)) return lengths;
    weights.forEach((weight, symbol) => {
      if (weight > 0) weights[symbol] = (weight >> 1) + 1;
    });
  }
}

function huffmanLengths(weights: readonly number[]): Uint8Array {
  type Node = { weight: number; order: number; symbols: number[] };
  const lengths = new Uint8Array(weights.length);
  const nodes: Node[] = [];
  weights.forEach((weight, symbol) => {
    if (weight > 0) nodes.push({ weight, order: symbol, symbols: [symbol] });
  });
  let order = weights.length;
  while (nodes.length > 1) {
    nodes.sort((a, b) => b.weight - a.weight || b.order - a.order);
    const a = nodes.pop()!;
    const b = nodes.pop()!;
    const symbols = [...a.symbols, ...b.symbols];
    for (const symbol of symbols) lengths[symbol]!++;
    nodes.push({ weight: a.weight + b.weight, order: order++, symbols });
  }
  return lengths;
}

/** RFC 1951 3.2.2, with the bits already reversed since codes are sent from their high end. */
function canonicalCodes(lengths: Uint8Array): Uint16Array {
  const next = new Uint16Array(16);
  let code = 0;
  for (let bits = 1; bits <= 15; bits++) {
    code =
      (code + lengths.reduce((count, length) => count + (length === bits - 1 && length > 0 ? 1 : 0), 0)) << 1;
    next[bits] = code;
  }
  return Uint16Array.from(lengths, (length) => {
    if (length === 0) return 0;
    let value = next[length]!++;
    let reversed = 0;
    for (let i = 0; i < length; i++, value >>= 1) reversed = (reversed << 1) | (value & 1);
    return reversed;
  });
}

class BitWriter {
  readonly #bytes: number[] = [];
  #buffer = 0;
  #count = 0;

  bits(value: number, count: number): void {
    this.#buffer |= value << this.#count;
    this.#count += count;
    while (this.#count >= 8) {
      this.#bytes.push(this.#buffer & 255);
      this.#buffer >>>= 8;
      this.#count -= 8;
    }
  }

  finish(): Uint8Array {
    if (this.#count > 0) this.#bytes.push(this.#buffer & 255);
    return Uint8Array.from(this.#bytes);
  }
}
