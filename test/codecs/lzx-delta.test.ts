import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LZX_DELTA_CHUNK, LzxDeltaDecoder, lzxDeltaStreamLength } from '../../src/codecs/lzx-delta.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { caught } from '../support/caught.js';
import { encodeLzxDelta, type LzxDeltaOptions, storeLzxDelta } from '../support/lzx-delta-encoder.js';
import { sameBytes, sampleBytes } from '../support/sample-bytes.js';
import { runs } from '../support/thorough.js';

function roundTrip(content: Uint8Array, options: LzxDeltaOptions = {}): Uint8Array {
  const stream = encodeLzxDelta(content, options);
  const output = new Uint8Array(content.length);
  const decoder = new LzxDeltaDecoder(options.windowBits ?? 17);
  expect(decoder.decode(stream, options.reference ?? new Uint8Array(), output)).toBe(stream.length);
  expect(sameBytes(output, content)).toBe(true);
  return stream;
}

/** Bits, most significant first, as LZX's little-endian words, with the chunk's size in front. */
function chunk(bits: string, length = 64): Uint8Array {
  const padded = bits.replaceAll(' ', '').padEnd(length * 8, '0');
  const bytes = Uint8Array.from({ length }, (_, i) => Number.parseInt(padded.slice(i * 8, i * 8 + 8), 2));
  return Buffer.concat([Uint8Array.of(length & 255, length >> 8), Buffer.from(bytes).swap16()]);
}

const binary = (value: number, count: number): string => value.toString(2).padStart(count, '0');

const failure = (stream: Uint8Array, length: number, reference = new Uint8Array()): HotfixkitError =>
  caught(() => new LzxDeltaDecoder(17).decode(stream, reference, new Uint8Array(length)));

describe('what a small encoder writes', () => {
  const content = sampleBytes(150_001);
  const reference = sampleBytes(100_000, 3);
  const related = new Uint8Array([...reference.subarray(5000, 90_000), ...content.subarray(0, 30_000)]);

  it.each([17, 18, 19, 20, 21, 22, 23, 24, 25])('with a window of 2^%i bytes', (windowBits) => {
    roundTrip(related, { windowBits, reference });
  });

  it('with matches far back in a large reference', () => {
    const far = new Uint8Array(3_000_000);
    far.set(content, 10);
    const stream = roundTrip(content.subarray(0, 70_000), { windowBits: 22, reference: far });
    expect(stream.length).toBeLessThan(5000);
  });

  it.each([
    ['aligned blocks', [{ type: 'aligned', length: 70_000 }]],
    ['stored blocks of even length', [{ type: 'stored', length: 40_000 }]],
    ['stored blocks of odd length', [{ type: 'stored', length: 40_001 }]],
    ['stored blocks that end with a chunk', [{ type: 'stored', length: 32_768 }]],
    [
      'odd ones that end with a chunk',
      [
        { type: 'verbatim', length: 1 },
        { type: 'stored', length: 32_767 },
      ],
    ],
    [
      'all sorts',
      [
        { type: 'stored', length: 3 },
        { type: 'aligned', length: 33_333 },
        { type: 'verbatim', length: 5001 },
      ],
    ],
  ] as const)('with %s', (_label, blocks) => {
    roundTrip(related, { reference, blocks: [...blocks] });
  });

  it.each([1, 4096, related.length, 0x7fffffff])('with calls translated up to %i', (translationSize) => {
    // The reference is not translated, whatever the output is.
    roundTrip(related, { reference, translationSize });
  });

  it.each([256, 257, 258, 511, 512, 513, 1536, 1537, 1538, 5632, 5633, 5634, 32_767])(
    'with matches of %i bytes',
    (maxMatch) => {
      const long = sampleBytes(40_000, 9);
      roundTrip(long, { reference: long, maxMatch });
    },
  );

  it('with a run that fills a chunk', () => {
    const stream = roundTrip(new Uint8Array(100_000).fill(7));
    expect(stream.length).toBeLessThan(1000);
  });

  it.each([0, 1, 2, 10, 11, 32_767, 32_768, 32_769])('of %i bytes', (length) => {
    roundTrip(content.subarray(0, length), { translationSize: 500 });
  });

  it('by decoders with windows of their own, in turn', () => {
    const streams = [17, 25, 19].map((windowBits) => ({
      decoder: new LzxDeltaDecoder(windowBits),
      stream: encodeLzxDelta(related, { windowBits, reference }),
    }));
    for (const { decoder, stream } of [...streams, ...streams]) {
      const output = new Uint8Array(related.length);
      decoder.decode(stream, reference, output);
      expect(sameBytes(output, related)).toBe(true);
    }
  });

  it('one stream after the other, and after an error', () => {
    const decoder = new LzxDeltaDecoder(17);
    const stream = encodeLzxDelta(related, { reference });
    for (let i = 0; i < 3; i++) {
      const output = new Uint8Array(related.length);
      decoder.decode(stream, reference, output);
      expect(sameBytes(output, related)).toBe(true);
      const broken = stream.slice();
      broken.fill(0xff, 40, 400);
      expect(() => decoder.decode(broken, reference, output)).toThrow(HotfixkitError);
    }
  });
});

describe('the reference', () => {
  it('counts up to the size of the window', () => {
    const reference = sampleBytes(200_000, 4);
    const window = 2 ** 17;
    const content = reference.slice(window - 500, window);
    const stream = encodeLzxDelta(content, { reference: reference.subarray(0, window) });
    const output = new Uint8Array(content.length);
    new LzxDeltaDecoder(17).decode(stream, reference, output);
    expect(sameBytes(output, content)).toBe(true);
    expect(stream.length).toBeLessThan(content.length);
  });

  it('has zeros before it, whatever another stream has left there', () => {
    const decoder = new LzxDeltaDecoder(17);
    const noise = sampleBytes(200_000, 5).map((byte) => byte | 1);
    decoder.decode(encodeLzxDelta(noise), new Uint8Array(), new Uint8Array(noise.length));
    // Long matches that begin among the zeros and go on in the reference and in the output.
    const content = Uint8Array.of(9, 0, 0, 0, 0, 0, 7, 8, 9, 0, 0, 0, 0, 0, 7, 8, 9);
    const stream = encodeLzxDelta(content, {
      reference: Uint8Array.of(7, 8),
      blocks: [
        { type: 'stored', length: 1 },
        { type: 'verbatim', length: content.length - 1 },
      ],
      storedDistances: [8, 100, 131_072],
    });
    const output = new Uint8Array(content.length).fill(0xaa);
    decoder.decode(stream, Uint8Array.of(7, 8), output);
    expect([...output]).toEqual([...content]);
  });

  it('has zeros before it, up to the size of the window', () => {
    const stream = encodeLzxDelta(Uint8Array.of(0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 9), {
      reference: Uint8Array.of(1, 2, 3, 4),
      blocks: [
        { type: 'stored', length: 1 },
        { type: 'verbatim', length: 10 },
      ],
      storedDistances: [9, 100_000, 4],
    });
    const output = new Uint8Array(11).fill(0xaa);
    new LzxDeltaDecoder(17).decode(stream, Uint8Array.of(1, 2, 3, 4), output);
    expect([...output]).toEqual([0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 9]);
  });
});

it.each([0, 15, 16, 26, 31])('refuses a window of 2^%i bytes', (windowBits) => {
  const error = caught(() => new LzxDeltaDecoder(windowBits));
  expect(error.code).toBe('LZX_BAD_WINDOW');
  expect(error.facts.found).toBe(windowBits);
});

describe('the length of a stream', () => {
  it('is that of its chunks', () => {
    const stream = storeLzxDelta(sampleBytes(70_000));
    expect(lzxDeltaStreamLength(stream, 70_000)).toBe(stream.length);
    const [first] = [stream[0]! | (stream[1]! << 8)];
    expect(lzxDeltaStreamLength(stream, LZX_DELTA_CHUNK)).toBe(first + 2);
    expect(lzxDeltaStreamLength(stream, 0)).toBe(0);
  });

  it.each([
    ['nothing', []],
    ['half a size', [5]],
    ['half a chunk', [4, 0, 1, 2, 3]],
    ['an empty chunk', [0, 0, 0, 0]],
  ])('is not there for %s', (_label, bytes) => {
    expect(caught(() => lzxDeltaStreamLength(Uint8Array.from(bytes), 1)).code).toBe('LZX_CORRUPT');
  });

  it('shows at once that a few bytes are not four gigabytes', () => {
    const stream = storeLzxDelta(sampleBytes(60));
    expect(caught(() => lzxDeltaStreamLength(stream, 0xffffffff)).message).toContain('cut short');
  });
});

describe('streams that are none', () => {
  const noTranslation = '0';
  const length16 = binary(16, 24);

  it.each([
    ['nothing', new Uint8Array()],
    ['block type 0', chunk(`${noTranslation} 000 ${length16}`)],
    ['block type 4', chunk(`${noTranslation} 100 ${length16}`)],
    ['an aligned tree without lengths', chunk(`${noTranslation} 010 ${length16} ${'000'.repeat(8)}`)],
    ['a pretree without lengths', chunk(`${noTranslation} 001 ${length16} ${'0'.repeat(80)}`)],
    ['blocks of no length for ever', chunk(`${noTranslation} ${`011 ${binary(0, 24)}`.repeat(9)}`, 34)],
    ['a stored block that is cut', chunk(`${noTranslation} 011 ${length16}`, 16)],
    ['a stored block whose data is cut', chunk(`${noTranslation} 011 ${length16}`, 30)],
    ['a chunk that is cut', chunk(`${noTranslation} 011 ${length16}`).subarray(0, 40)],
  ])('%s', (_label, stream) => {
    expect(failure(stream, 16).code).toBe('LZX_CORRUPT');
  });

  it.each([0, 131_073, 0x7fffffff, 0xffffffff])('a match %i bytes back', (distance) => {
    const stream = encodeLzxDelta(Uint8Array.of(5, 5, 5, 5, 5, 5), {
      blocks: [
        { type: 'stored', length: 2 },
        { type: 'verbatim', length: 4 },
      ],
    }).slice();
    // Behind the chunk's size and the header of the stored block: the first distance.
    new DataView(stream.buffer, stream.byteOffset).setUint32(2 + 4, distance, true);
    expect(failure(stream, 6).message).toContain('further than the window');
  });

  it('a match past the end of its chunk', () => {
    expect(failure(encodeLzxDelta(new Uint8Array(200).fill(7)), 150).message).toContain('past the end');
  });

  it('says in which chunk', () => {
    const stream = storeLzxDelta(sampleBytes(40_000)).slice();
    const second = 2 + (stream[0]! | (stream[1]! << 8));
    const error = failure(stream.subarray(0, second + 5), 40_000);
    expect(error.facts).toMatchObject({ offset: second, structure: 'LZX DELTA chunk' });
  });

  it('whatever is cut or changed: an error, or as many bytes', () => {
    const reference = sampleBytes(5000, 2);
    const content = new Uint8Array([...reference.subarray(100, 3000), ...sampleBytes(3000, 8)]);
    const streams = [
      encodeLzxDelta(content, { reference, translationSize: 4000 }),
      encodeLzxDelta(content, {
        reference,
        blocks: [
          { type: 'aligned', length: 2000 },
          { type: 'stored', length: 701 },
        ],
      }),
    ];
    const decoder = new LzxDeltaDecoder(17);
    const attempt = (stream: Uint8Array): void => {
      try {
        decoder.decode(stream, reference, new Uint8Array(content.length));
      } catch (error) {
        expect(error).toBeInstanceOf(HotfixkitError);
      }
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...streams),
        fc.nat(),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 4 }),
        (stream, length, changes) => {
          const broken = stream.slice(0, length % 2 === 0 ? stream.length : length % stream.length);
          for (const [at, mask] of changes) if (broken.length > 0) broken[at % broken.length]! ^= mask;
          attempt(broken);
        },
      ),
      { seed: 19, numRuns: runs(1500) },
    );
  });
});
