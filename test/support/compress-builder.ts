import { deflateRawSync } from 'node:zlib';
import { fields, join } from './zip-builder.js';

/*
 * Writes the files of COMPRESS.EXE for tests: SZDD, SZ and KWAJ with its methods 0 to 4. Nothing here is shared with the
 * reader. What it writes was expanded by libmspack 0.11 as well.
 */

const SZDD = Uint8Array.of(0x53, 0x5a, 0x44, 0x44, 0x88, 0xf0, 0x27, 0x33);
const SZ = Uint8Array.of(0x53, 0x5a, 0x20, 0x88, 0xf0, 0x27, 0x33, 0xd1);
const KWAJ = Uint8Array.of(0x4b, 0x57, 0x41, 0x4a, 0x88, 0xf0, 0x27, 0xd1);

export interface CompressPlan {
  format: 'SZDD' | 'SZ' | 'KWAJ';
  /** Of KWAJ; LZSS (2) where absent. */
  method?: number;
  /** What the header says; false: nothing, which only KWAJ can. */
  size?: number | false;
  missingLetter?: string;
  name?: string;
  extension?: string;
  /** Flags 2, 4 and 32 of KWAJ: bytes that mean nothing here. */
  extras?: boolean;
  /** How the five codes of method 3 are spelt; all 0 where absent. */
  spellings?: readonly number[];
  /** Takes the place of the compressed data. */
  data?: Uint8Array;
}

export function buildCompressed(content: Uint8Array, plan: CompressPlan): Uint8Array {
  const { format, method = 2, size = content.length } = plan;
  const data = plan.data ?? compressed(content, plan);
  if (format === 'SZ') return join(SZ, fields([4, Number(size)]), data);
  if (format === 'SZDD') {
    const letter = plan.missingLetter?.charCodeAt(0) ?? 0;
    return join(SZDD, fields([1, 0x41], [1, letter], [4, Number(size)]), data);
  }
  const text = (value: string) => new TextEncoder().encode(`${value}\0`);
  const extras = plan.extras ?? false;
  const flags =
    (size === false ? 0 : 1) |
    (extras ? 2 | 4 | 32 : 0) |
    (plan.name === undefined ? 0 : 8) |
    (plan.extension === undefined ? 0 : 16);
  const more = join(
    size === false ? new Uint8Array() : fields([4, size]),
    extras ? fields([2, 7], [2, 3], [2, 1], [1, 2]) : new Uint8Array(),
    plan.name === undefined ? new Uint8Array() : text(plan.name),
    plan.extension === undefined ? new Uint8Array() : text(plan.extension),
    extras ? fields([2, 2], [2, 0x4142]) : new Uint8Array(),
  );
  return join(KWAJ, fields([2, method], [2, 14 + more.length], [2, flags]), more, data);
}

function compressed(content: Uint8Array, { format, method = 2, spellings }: CompressPlan): Uint8Array {
  if (format === 'SZDD') return lzss(content, 4096 - 16);
  if (format === 'SZ' || method === 2) return lzss(content, 4096 - 18);
  if (method === 0) return content;
  if (method === 1) return content.map((byte) => byte ^ 0xff);
  if (method === 3) return lzh(content, spellings ?? [0, 0, 0, 0, 0]);
  return mszip(content);
}

type Token = number | { distance: number; length: number };

/** Literals and matches of 3 to `longest` bytes, found by the three bytes that they begin with. */
function tokensOf(content: Uint8Array, longest: number): Token[] {
  const places = new Map<number, number>();
  const tokens: Token[] = [];
  for (let at = 0; at < content.length; ) {
    const key = (content[at]! << 16) | (content[at + 1]! << 8) | content[at + 2]!;
    const from = places.get(key);
    let length = 0;
    if (from !== undefined && at - from < 4096 && at + 2 < content.length) {
      while (
        length < longest &&
        at + length < content.length &&
        content[from + length] === content[at + length]
      ) {
        length++;
      }
    }
    places.set(key, at);
    if (length >= 3) tokens.push({ distance: at - from!, length });
    else tokens.push(content[at]!);
    at += Math.max(1, length >= 3 ? length : 1);
  }
  return tokens;
}

function lzss(content: Uint8Array, start: number): Uint8Array {
  const bytes: number[] = [];
  let control = 0;
  let position = start;
  tokensOf(content, 18).forEach((token, i) => {
    if (i % 8 === 0) control = bytes.push(0) - 1;
    if (typeof token === 'number') {
      bytes[control]! |= 1 << (i % 8);
      bytes.push(token);
      position = (position + 1) % 4096;
    } else {
      const from = (position - token.distance) & 4095;
      bytes.push(from & 0xff, ((from >> 4) & 0xf0) | (token.length - 3));
      position = (position + token.length) % 4096;
    }
  });
  return Uint8Array.from(bytes);
}

function mszip(content: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < content.length; at += 32768) {
    const dictionary = content.subarray(Math.max(0, at - 32768), at);
    const block = deflateRawSync(content.subarray(at, at + 32768), {
      ...(dictionary.length > 0 ? { dictionary } : {}),
    });
    parts.push(fields([2, block.length + 2], [2, 0x4b43]), block);
  }
  return join(...parts, fields([2, 0]));
}

/** Method 3. Runs of literals have every length up to 32. */
function lzh(content: Uint8Array, spellings: readonly number[]): Uint8Array {
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let bit = count - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
  };
  for (const spelling of spellings) put(spelling, 4);
  put(0, 4);
  const codes = [16, 16, 32, 64, 256].map((count, i) => {
    const lengths = lengthsOf(count, spellings[i]!);
    spell(lengths, spellings[i]!, put);
    return canonical(lengths);
  });
  const symbol = (code: number, value: number): void => {
    const [bitsOf, length] = codes[code]![value]!;
    put(bitsOf, length);
  };
  let selected = 0;
  const literals: number[] = [];
  const flush = (): void => {
    while (literals.length > 0) {
      const run = literals.splice(0, 32);
      symbol(selected, 0);
      symbol(2, run.length - 1);
      for (const byte of run) symbol(4, byte);
      selected = run.length === 32 ? 0 : 1;
    }
  };
  for (const token of tokensOf(content, 17)) {
    if (typeof token === 'number') {
      literals.push(token);
      // Also short runs one after the other, which no compressor needs to write.
      if (literals.length === 5 && token % 7 === 0) flush();
      continue;
    }
    flush();
    symbol(selected, token.length - 2);
    symbol(3, token.distance >> 6);
    put(token.distance & 63, 6);
    selected = 0;
  }
  flush();
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => {
    bytes[i >> 3]! |= bit << (7 - (i & 7));
  });
  return bytes;
}

/** A complete code: all of one length for spelling 0; else one shorter and two longer ones, in a place of their own. */
function lengthsOf(count: number, spelling: number): number[] {
  const length = Math.log2(count);
  const lengths = new Array<number>(count).fill(length);
  if (spelling === 0) return lengths;
  lengths[spelling] = length - 1;
  lengths[8] = length + 1;
  lengths[9] = length + 1;
  return lengths;
}

function spell(
  lengths: readonly number[],
  spelling: number,
  put: (value: number, count: number) => void,
): void {
  lengths.forEach((length, i) => {
    const change = length - (lengths[i - 1] ?? 0);
    if (spelling === 0) return;
    if (spelling === 3 || i === 0) put(length, 4);
    else if (spelling === 1) {
      if (change === 0) put(0, 1);
      else if (change === 1) put(0b10, 2);
      else {
        put(0b11, 2);
        put(length, 4);
      }
    } else if (Math.abs(change) <= 1) put(change + 1, 2);
    else {
      put(3, 2);
      put(length, 4);
    }
  });
}

function canonical(lengths: readonly number[]): [number, number][] {
  const codes = new Array<[number, number]>(lengths.length);
  let code = 0;
  for (let length = 1; length <= 15; length++) {
    lengths.forEach((one, symbol) => {
      if (one === length) codes[symbol] = [code++, length];
    });
    code <<= 1;
  }
  return codes;
}
