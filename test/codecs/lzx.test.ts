import { describe, expect, it } from 'vitest';
import { LzxDecoder } from '../../src/codecs/lzx.js';
import { caught } from '../support/caught.js';
import { encodeLzx, type LzxOptions } from '../support/lzx-encoder.js';
import { repetitions, sameBytes, sampleBytes } from '../support/sample-bytes.js';
import { isThorough, itThorough } from '../support/thorough.js';

/** Bits, most significant first, as LZX's little-endian words. */
function words(bits: string, length = 64): Uint8Array {
  const padded = bits.replaceAll(' ', '').padEnd(length * 8, '0');
  const bytes = Uint8Array.from({ length }, (_, i) => Number.parseInt(padded.slice(i * 8, i * 8 + 8), 2));
  return Buffer.from(bytes).swap16();
}

const binary = (value: number, count: number): string => value.toString(2).padStart(count, '0');

function roundTrip(
  content: Uint8Array,
  options: LzxOptions,
  decoder = new LzxDecoder(options.windowBits),
): void {
  const output = encodeLzx(content, options).map(({ data, uncompressedLength }) =>
    decoder.decode(data, uncompressedLength).slice(),
  );
  expect(sameBytes(Buffer.concat(output), content)).toBe(true);
}

describe('what a small encoder writes', () => {
  const content = sampleBytes(isThorough ? 200_001 : 100_001);

  it('repetitions of every period, and blocks that end in the middle of one', () => {
    roundTrip(repetitions(), { windowBits: 15 });
    const lengths = [1, 2, 3, 4, 17, 501];
    const blocks = lengths.map((length, i) => ({ type: i % 2 ? 'aligned' : 'verbatim', length }) as const);
    roundTrip(repetitions().subarray(0, 3000), { windowBits: 15, blocks });
  });

  it.each([15, 16, 17, 18, 19, 20, 21])('with a window of 2^%i bytes', (windowBits) => {
    roundTrip(content, { windowBits });
  });

  it.each([
    ['aligned blocks', [{ type: 'aligned', length: 70_000 }]],
    ['stored blocks of even length', [{ type: 'stored', length: 40_000 }]],
    ['stored blocks of odd length', [{ type: 'stored', length: 40_001 }]],
    ['stored blocks that end with a frame', [{ type: 'stored', length: 32_768 }]],
    [
      'odd ones that end with a frame',
      [
        { type: 'verbatim', length: 1 },
        { type: 'stored', length: 32_767 },
      ],
    ],
    [
      'blocks of one byte',
      [
        { type: 'verbatim', length: 1 },
        { type: 'stored', length: 1 },
        { type: 'aligned', length: 20_000 },
      ],
    ],
    [
      'all sorts',
      [
        { type: 'stored', length: 3 },
        { type: 'aligned', length: 33_333 },
        { type: 'verbatim', length: 5_001 },
      ],
    ],
  ] as const)('with %s', (_label, blocks) => {
    roundTrip(content, { windowBits: 16, blocks: [...blocks] });
  });

  it.each([1, 4096, content.length, 0x7fffffff])('with calls translated up to %i', (translationSize) => {
    roundTrip(content, { windowBits: 17, translationSize });
  });

  it('with short matches only', () => roundTrip(content, { windowBits: 15, maxMatch: 3 }));

  itThorough('when the window goes round many times', () => {
    roundTrip(sampleBytes(1_000_000, 7), {
      windowBits: 15,
      blocks: [{ type: 'verbatim', length: 90_000 }],
    });
  });

  it.each([1, 2, 10, 11, 32_767, 32_768, 32_769])('of %i bytes', (length) => {
    roundTrip(content.subarray(0, length), { windowBits: 15, translationSize: 500 });
  });

  it('after a reset, and after an error and a reset', () => {
    const decoder = new LzxDecoder(15);
    roundTrip(content, { windowBits: 15, translationSize: 9000 }, decoder);
    decoder.reset();
    roundTrip(content, { windowBits: 15 }, decoder);
    decoder.reset();
    expect(caught(() => decoder.decode(new Uint8Array(100).fill(0xff), 32768)).code).toBe('LZX_CORRUPT');
    decoder.reset();
    roundTrip(content, { windowBits: 15 }, decoder);
  });
});

describe('streams that are none', () => {
  const noTranslation = '0';
  const length16 = binary(16, 24);
  // A pretree in which each of 16 symbols has 4 bits; then 0000 is symbol 0: "as in the block before".
  const flatPretree = '0100'.repeat(16) + '0000'.repeat(4);

  it.each([
    ['nothing', new Uint8Array()],
    ['block type 0', words(`${noTranslation} 000 ${length16}`)],
    ['block type 4', words(`${noTranslation} 100 ${length16}`)],
    ['an aligned tree without lengths', words(`${noTranslation} 010 ${length16} ${'000'.repeat(8)}`)],
    ['a pretree without lengths', words(`${noTranslation} 001 ${length16} ${'0'.repeat(80)}`)],
    [
      'a main tree without lengths',
      words(`${noTranslation} 001 ${length16} ${flatPretree} ${'0'.repeat(9999)}`, 1400),
    ],
    ['blocks of no length for ever', words(`${noTranslation} ${`011 ${binary(0, 24)}`.repeat(9)}`, 34)],
    ['a stored block that is cut', words(`${noTranslation} 011 ${length16}`, 20)],
    ['a stored block whose data is cut', words(`${noTranslation} 011 ${length16}`, 30)],
  ])('%s', (_label, input) => {
    expect(caught(() => new LzxDecoder(15).decode(input, 16)).code).toBe('LZX_CORRUPT');
  });

  it.each([3, 0, -1, 0x7fffffff])('a match %i bytes back, where there are two', (distance) => {
    // A stored block brings the distances in, and the block behind it repeats the first of them.
    const [frame] = encodeLzx(Uint8Array.of(5, 5, 5, 5, 5, 5), {
      windowBits: 15,
      blocks: [
        { type: 'stored', length: 2 },
        { type: 'verbatim', length: 4 },
      ],
    });
    const bytes = frame!.data.slice();
    const decoder = new LzxDecoder(15);
    expect([...decoder.decode(bytes, 6)]).toEqual([5, 5, 5, 5, 5, 5]);
    new DataView(bytes.buffer).setInt32(4, distance, true);
    decoder.reset();
    expect(caught(() => decoder.decode(bytes, 6)).message).toContain('before the start');
  });

  it('a match past the end of its frame', () => {
    const [frame] = encodeLzx(new Uint8Array(200).fill(7), { windowBits: 15 });
    expect(caught(() => new LzxDecoder(15).decode(frame!.data, 150)).message).toContain('past the end');
  });

  it('a frame after a short one', () => {
    const [frame] = encodeLzx(sampleBytes(100), { windowBits: 15 });
    const decoder = new LzxDecoder(15);
    decoder.decode(frame!.data, 100);
    expect(caught(() => decoder.decode(frame!.data, 100)).code).toBe('LZX_CORRUPT');
  });

  it('frames that are too long', () => {
    expect(caught(() => new LzxDecoder(15).decode(new Uint8Array(38_913), 10)).code).toBe('LZX_CORRUPT');
    expect(caught(() => new LzxDecoder(15).decode(new Uint8Array(10), 32_769)).code).toBe('LZX_CORRUPT');
  });

  it('a frame that is cut anywhere', () => {
    const [frame] = encodeLzx(sampleBytes(3000), { windowBits: 15, translationSize: 3000 });
    const decoder = new LzxDecoder(15);
    for (let length = 0; length < frame!.data.length - 2; length++) {
      decoder.reset();
      expect(caught(() => decoder.decode(frame!.data.subarray(0, length), 3000)).code).toBe('LZX_CORRUPT');
    }
  });
});
it.each([0, 14, 22, 25, 31])('refuses a window of 2^%i bytes', (windowBits) => {
  const error = caught(() => new LzxDecoder(windowBits));
  expect(error.code).toBe('LZX_BAD_WINDOW');
  expect(error.facts.found).toBe(windowBits);
});
