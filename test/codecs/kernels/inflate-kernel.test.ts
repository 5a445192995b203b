import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MszipDecoder } from '../../../src/codecs/mszip.js';
import { HotfixkitError } from '../../../src/core/errors.js';
import { repetitions, sameBytes, sampleBytes } from '../../support/sample-bytes.js';
import { isThorough, runs } from '../../support/thorough.js';

const decoder = new MszipDecoder();

/** One stream, with the output before it in reach: null where it does not give `length` bytes. */
function inflateNext(stream: Uint8Array, length: number): Uint8Array | null {
  try {
    return decoder.decode(Buffer.concat([Buffer.from('CK'), stream]), length);
  } catch (error) {
    expect(error).toBeInstanceOf(HotfixkitError);
    return null;
  }
}

function inflate(stream: Uint8Array, length: number): Uint8Array | null {
  decoder.reset();
  return inflateNext(stream, length);
}

describe('what zlib deflates', () => {
  const strategies = ['Z_DEFAULT_STRATEGY', 'Z_FILTERED', 'Z_HUFFMAN_ONLY', 'Z_RLE', 'Z_FIXED'] as const;
  const contents: [string, Uint8Array][] = [
    ['nothing', new Uint8Array()],
    ['one byte', Uint8Array.of(7)],
    ['zeros', new Uint8Array(32_768)],
    ['code', sampleBytes(32_768)],
    ['noise', sampleBytes(32_768).map((_, i) => Math.imul(i, 0x9e3779b1) >>> 24)],
    ['every distance', Uint8Array.from({ length: 30_000 }, (_, i) => (i % 253) ^ (i >> 9))],
  ];

  it.each(contents)('%s, by every strategy and level', (_label, content) => {
    for (const strategy of strategies) {
      for (const level of [0, 1, 6, 9]) {
        const stream = deflateRawSync(content, { level, strategy: constants[strategy] });
        const output = inflate(stream, content.length);
        expect(output !== null && sameBytes(output, content)).toBe(true);
      }
    }
  });

  it('in small pieces, with many blocks', () => {
    const content = sampleBytes(20_000, 9);
    const options = { finishFlush: constants.Z_FULL_FLUSH };
    const stream = Buffer.concat(
      [0, 1, 2, 3].map((n) => deflateRawSync(content.subarray(n * 5000, n * 5000 + 5000), options)),
    );
    expect(sameBytes(inflate(stream, content.length)!, content)).toBe(true);
  });

  it('repetitions of every period, up to any place near their end', () => {
    const content = repetitions();
    for (let at = 0; at < content.length; at += 9973) {
      const plain = content.subarray(at, at + 9000 + (at % 89));
      expect(sameBytes(inflate(deflateRawSync(plain), plain.length)!, plain)).toBe(true);
    }
    // The last symbols are decoded in another way than those before them.
    const end = content.subarray(0, 700);
    for (let length = 1; length < end.length; length++) {
      const plain = end.subarray(0, length);
      expect(sameBytes(inflate(deflateRawSync(plain), length)!, plain)).toBe(true);
    }
  });

  it('one after the other, each with the output before it', () => {
    const content = sampleBytes(300_000, 4);
    decoder.reset();
    for (
      let at = 0, length = 1;
      at < content.length;
      at += length, length = Math.min(32_768, length * 3 + 1, content.length - at)
    ) {
      const dictionary = content.subarray(Math.max(0, at - 32_768), at);
      const plain = content.subarray(at, at + length);
      const stream = deflateRawSync(plain, dictionary.length > 0 ? { dictionary } : {});
      expect(sameBytes(inflateNext(stream, length)!, plain)).toBe(true);
    }
  });
});

describe('what is no deflate stream', () => {
  /** zlib's word: the output, if it has the right length. */
  function byZlib(stream: Uint8Array, length: number): Uint8Array | null {
    try {
      const output = inflateRawSync(stream, {
        chunkSize: Math.max(64, length + 1),
        maxOutputLength: Math.max(1, length),
        // Hands out what there is even if the stream has not ended.
        finishFlush: constants.Z_SYNC_FLUSH,
      });
      return output.length === length ? output : null;
    } catch {
      return null;
    }
  }

  it('is refused where zlib refuses it, and means the same where not', () => {
    const content = sampleBytes(3000, 2);
    const streams = [0, 1, 9].map((level) => deflateRawSync(content, { level }));
    streams.push(deflateRawSync(content, { strategy: constants.Z_FIXED }));
    const change = fc.record({ at: fc.nat(400), bit: fc.nat(7) });
    fc.assert(
      fc.property(
        fc.constantFrom(...streams),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(3000, 2999, 3001),
        (stream, changes, length) => {
          const bytes = Uint8Array.from(stream);
          for (const { at, bit } of changes) bytes[at % bytes.length]! ^= 1 << bit;
          const expected = byZlib(bytes, length);
          const found = inflate(bytes, length);
          expect(found === null).toBe(expected === null);
          if (found !== null) expect(sameBytes(found, expected!)).toBe(true);
        },
      ),
      { seed: 1951, numRuns: runs(3000) },
    );
  });

  it('nor is one that is cut, unless its output is complete', () => {
    const size = isThorough ? 2000 : 600;
    const content = sampleBytes(size, 3);
    for (const level of [0, 1, 9]) {
      const stream = deflateRawSync(content, { level });
      for (let length = 0; length < stream.length; length++) {
        const found = inflate(stream.subarray(0, length), size);
        const expected = byZlib(stream.subarray(0, length), size);
        expect(found === null).toBe(expected === null);
      }
    }
  });

  it('noise comes to the same as with zlib', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (noise) => {
        let length = 16;
        try {
          length = inflateRawSync(noise, { finishFlush: constants.Z_SYNC_FLUSH }).length;
        } catch {
          // Then any length will do.
        }
        if (length > 32_768) return;
        const expected = byZlib(noise, length);
        const found = inflate(noise, length);
        expect(found === null).toBe(expected === null);
        if (found !== null) expect(sameBytes(found, expected!)).toBe(true);
      }),
      { seed: 1951, numRuns: runs(3000) },
    );
  });

  it('streams of empty blocks come to an end soon', () => {
    const start = performance.now();
    // Fixed codes, not the last block, end of block: ten bits, over and over.
    const bits = '0100000000'.repeat(31_000);
    const stream = Uint8Array.from({ length: 38_750 }, (_, i) =>
      Number.parseInt([...bits.slice(i * 8, i * 8 + 8)].reverse().join(''), 2),
    );
    expect(inflate(stream, 10)).toBeNull();
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});
