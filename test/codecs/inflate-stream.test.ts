import { readFileSync } from 'node:fs';
import { constants, crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inflateStream } from '../../src/codecs/inflate-stream.js';
import { caught } from '../support/caught.js';
import { isThorough, itThorough, runs } from '../support/thorough.js';

function* inPieces(bytes: Uint8Array, length: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) {
    // As a reader may do it: the piece before is overwritten.
    yield Uint8Array.from(bytes.subarray(at, at + length));
  }
}

function inflate(bytes: Uint8Array, length = 70_000): Buffer {
  return Buffer.concat([...inflateStream(inPieces(bytes, length))].map((piece) => Uint8Array.from(piece)));
}

/** Text-like bytes: repeats far and near, and some noise. */
function sample(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let at = 0; at < length; ) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const back = (state >>> 8) % 40_000;
    const run = (state >>> 4) % 300;
    if (state % 3 === 0 && back < at && back > 0) {
      for (let i = 0; i < run && at < length; i++) bytes[at] = bytes[at++ - back]!;
    } else bytes[at++] = state >>> 24;
  }
  return bytes;
}

describe('inflateStream', () => {
  const contents: [string, Uint8Array][] = [
    ['nothing', new Uint8Array()],
    ['one byte', Uint8Array.of(7)],
    ['many zeros', new Uint8Array(isThorough ? 1 << 20 : 1 << 17)],
    ['text', sample(isThorough ? 700_001 : 150_001, 1)],
    [
      'noise',
      Uint8Array.from(
        { length: isThorough ? 300_000 : 70_000 },
        (_, i) => (Math.imul(i + 1, 2654435761) >>> 13) & 255,
      ),
    ],
  ];
  const ways: [string, object][] = [
    ['the default', {}],
    ['stored blocks', { level: 0 }],
    ['fixed codes', { strategy: constants.Z_FIXED }],
    ['no matches', { strategy: constants.Z_HUFFMAN_ONLY }],
    ['runs', { strategy: constants.Z_RLE, level: 9 }],
  ];
  it.each(
    contents.flatMap(([what, bytes]) => ways.map(([way, options]) => [what, way, bytes, options] as const)),
  )('%s by %s', (_, __, bytes, options) => {
    const deflated = deflateRawSync(bytes, options);
    for (const length of [1 << 20, 4093])
      expect(inflate(deflated, length).equals(Buffer.from(bytes))).toBe(true);
  });

  it.each([1, 100, 4096, 40_000])('begins with about as many bytes as are asked for: %d', (first) => {
    const bytes = sample(200_000, 5);
    const pieces = [...inflateStream(inPieces(deflateRawSync(bytes), 70_000), first)];
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    expect(pieces[0]!.length).toBeLessThan(first + 258);
  });

  it('leaves alone what follows, and takes bytes one by one', () => {
    const deflated = Buffer.concat([deflateRawSync(sample(5000, 2)), Buffer.from('more')]);
    expect(inflate(deflated, 1).equals(Buffer.from(sample(5000, 2)))).toBe(true);
  });

  itThorough('says that a stream is cut, wherever it is', () => {
    const deflated = deflateRawSync(sample(3000, 3));
    for (let length = 0; length < deflated.length; length++) {
      expect(caught(() => inflate(deflated.subarray(0, length))).code).toBe('INFLATE_CORRUPT');
    }
  });

  itThorough('ends with the bytes or an error whatever is in it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          inflate(bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INFLATE_CORRUPT' });
        }
      }),
      { seed: 5, numRuns: runs(3000) },
    );
  });
});

describe('streams one beside another and one after another', () => {
  const plain = [3, 4, 5].map((seed) => Buffer.from(sample(150_000, seed)));
  const packed = plain.map((bytes) => deflateRawSync(bytes));

  it('do not get into each other’s way', () => {
    const open = packed.map((bytes) => inflateStream([bytes]));
    const pieces = open.map((): Uint8Array[] => []);
    for (let left = open.length; left > 0; ) {
      left = 0;
      open.forEach((stream, i) => {
        const { done, value } = stream.next();
        if (done) return;
        pieces[i]!.push(value);
        left++;
      });
    }
    expect(pieces.map((one) => Buffer.concat(one).equals(plain[pieces.indexOf(one)]!))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('see nothing of one that was left or was damaged', () => {
    for (const _ of inflateStream([packed[0]!])) break;
    expect(() => [...inflateStream([Buffer.from([7, 255, 255])])]).toThrow();
    // A match into what lies before the start: another stream's bytes are there.
    const start = plain[0]!.subarray(0, 1000);
    const reachesBack = deflateRawSync(start, { dictionary: start });
    expect(() => [...inflateStream([reachesBack])]).toThrow(/before the start/);
    expect(Buffer.concat([...inflateStream([packed[1]!])]).equals(plain[1]!)).toBe(true);
  });
});

describe('Deflate64', () => {
  /** The stream in the fixture, behind a local header whose lengths are at 26 and 28. */
  const archive = readFileSync('fixtures/foreign/deflate64.zip');
  const start = 30 + archive.readUInt16LE(26) + archive.readUInt16LE(28);
  const stream = archive.subarray(start, start + 2742);
  const inflate64 = (bytes: Uint8Array, length: number): Buffer =>
    Buffer.concat([...inflateStream(inPieces(bytes, length), undefined, true)]);

  it.each([1, 7, 1000, 5000])('comes out the same in pieces of %i bytes', (length) => {
    const output = inflate64(stream, length);
    expect(output.length).toBe(314_539);
    expect(crc32(output)).toBe(archive.readUInt32LE(14));
  });

  it('is not deflate, and deflate is still deflate after it', () => {
    expect(caught(() => inflate(stream)).code).toBe('INFLATE_CORRUPT');
    const content = sample(100_000, 5);
    for (const strategy of [constants.Z_FIXED, constants.Z_DEFAULT_STRATEGY]) {
      expect(inflate(deflateRawSync(content, { strategy })).equals(content)).toBe(true);
      inflate64(stream, 5000);
    }
  });

  it('reads what deflate and Deflate64 have in common', () => {
    const content = sample(100_000, 6).map((byte, i) => (i % 200 === 0 ? i : byte));
    // Matches of 258 bytes are spelt differently.
    const plain = deflateRawSync(content, { strategy: constants.Z_HUFFMAN_ONLY });
    expect(inflate64(plain, 5000).equals(content)).toBe(true);
  });

  it.each([
    {
      name: 'a distance before the start',
      bits: fixedBlock(
        [[0b0011_0000 + 65, 8]],
        [
          [0b1100_0101, 8],
          [0, 16],
          [0b11111, 5],
          [0, 14],
        ],
      ),
    },
    {
      name: 'a stream that is cut in a long length',
      bits: fixedBlock(
        [[0b0011_0000 + 65, 8]],
        [
          [0b1100_0101, 8],
          [5, 3],
        ],
      ),
    },
    {
      name: 'a stream that is cut in a distance',
      bits: fixedBlock(
        [[0b0011_0000 + 65, 8]],
        [
          [0b1100_0101, 8],
          [0, 16],
          [0b11111, 5],
          [0, 3],
        ],
      ),
    },
  ])('is refused where there is $name', ({ bits }) => {
    expect(caught(() => inflate64(bits, 5000)).code).toBe('INFLATE_CORRUPT');
  });

  it('repeats a byte 65538 times by one match in a block with fixed codes', () => {
    const bits = fixedBlock(
      [[0b0011_0000 + 65, 8]],
      [
        [0b1100_0101, 8],
        [0xffff, 16],
        [0, 5],
      ],
      [[0, 7]],
    );
    expect(inflate64(bits, 5000).equals(Buffer.alloc(65_539, 65))).toBe(true);
  });

  it('damage is an error or other output, never more than the stream can give', () => {
    fc.assert(
      fc.property(fc.nat(stream.length - 1), fc.nat(254), (at, change) => {
        const damaged = Uint8Array.from(stream);
        damaged[at]! ^= change + 1;
        try {
          inflate64(damaged, 5000);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INFLATE_CORRUPT' });
        }
      }),
      { seed: 64, numRuns: runs(100) },
    );
  });
});

/** A last block with fixed codes (RFC 1951, 3.2.6): codes highest bit first, extra bits (14 or 16, or 3 that are cut) lowest first. */
function fixedBlock(...symbols: [number, number][][]): Uint8Array {
  const bits: number[] = [1, 1, 0];
  for (const [value, length] of symbols.flat()) {
    const isCode = length === 5 || length === 7 || length === 8;
    for (let i = 0; i < length; i++) bits.push((value >> (isCode ? length - 1 - i : i)) & 1);
  }
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => {
    bytes[i >> 3]! |= bit << (i & 7);
  });
  return bytes;
}
