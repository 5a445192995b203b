import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { expandedPieces, readCompressedFile } from '../../../src/formats/compress/compressed-file.js';
import { caught } from '../../support/caught.js';
import { buildCompressed, type CompressPlan } from '../../support/compress-builder.js';
import { sampleBytes } from '../../support/sample-bytes.js';
import { runs } from '../../support/thorough.js';

const text = Buffer.from(Array.from({ length: 3000 }, (_, i) => `${i % 77}:${(i * i) % 509};`).join(''));
const contents: Record<string, Buffer> = {
  text,
  noise: Buffer.from(sampleBytes(5000, 3)),
  mixed: Buffer.concat([text, sampleBytes(4000, 4), text.subarray(0, 70), text]),
  zeros: Buffer.alloc(70_000),
  'one byte': Buffer.from('a'),
  nothing: Buffer.alloc(0),
};
const plans: CompressPlan[] = [
  { format: 'SZDD' },
  { format: 'SZ' },
  ...[0, 1, 2, 3, 4].flatMap((method): CompressPlan[] => [
    { format: 'KWAJ', method },
    { format: 'KWAJ', method, size: false, name: 'A', extras: true },
  ]),
];

function expand(bytes: Uint8Array): Buffer {
  const source = new BufferSource(bytes);
  const pieces: Uint8Array[] = [];
  for (const piece of expandedPieces(source, readCompressedFile(source))) pieces.push(piece.slice());
  return Buffer.concat(pieces);
}

describe('expandedPieces', () => {
  it.each(plans)('expands %j', (plan) => {
    for (const [name, content] of Object.entries(contents)) {
      const bytes = buildCompressed(content, plan);
      const output = expand(bytes);
      // Where no size is stated, LZ with Huffman codes may have something more of the last bits.
      expect([name, output.subarray(0, content.length).equals(content)]).toEqual([name, true]);
      if (plan.size !== false) {
        expect(output.length).toBe(content.length);
      }
    }
  });

  it('expands what mscompress wrote', () => {
    const bytes = readFileSync('fixtures/foreign/szdd.in_');
    expect(readCompressedFile(new BufferSource(bytes))).toMatchObject({ format: 'SZDD', size: 6464 });
    // As msexpand and libmspack give it.
    expect(createHash('sha256').update(expand(bytes)).digest('hex')).toBe(
      'edc9c80f964a6bc972a6ea88178510db7b5da82b73cf8a4fd4beae76c2cd619f',
    );
  });

  it.each(plans.filter(({ size }) => size !== false))('says that the data of %j ends too early', (plan) => {
    const bytes = buildCompressed(text, plan);
    const code = plan.format === 'KWAJ' ? 'KWAJ_CORRUPT' : 'SZDD_CORRUPT';
    expect(caught(() => expand(bytes.subarray(0, -50))).code).toBe(code);
    const more = caught(() => expand(buildCompressed(text, { ...plan, size: text.length + 100_000 })));
    expect(more).toMatchObject({ code, facts: { expected: `${text.length + 100_000} bytes` } });
  });

  describe.each(plans.filter(({ size }) => size !== false))('more data than %j states', (plan) => {
    const code = plan.format === 'KWAJ' ? 'KWAJ_CORRUPT' : 'SZDD_CORRUPT';
    const goesOn = (bytes: Uint8Array): object => {
      const { code, message, facts } = caught(() => expand(bytes));
      return { code, goesOn: /more data follows/.test(message), ...facts };
    };

    it.each([1, 2, 3, 18, 500, text.length])('is refused: %i bytes', (less) => {
      const size = text.length - less;
      expect(goesOn(buildCompressed(text, { ...plan, size }))).toMatchObject({
        code,
        goesOn: true,
        expected: `${size} bytes`,
      });
    });

    it('is refused where the content ends with zeros', () => {
      const content = Buffer.concat([text, Buffer.alloc(1000)]);
      for (const less of [1, 20, 999]) {
        expect(goesOn(buildCompressed(content, { ...plan, size: content.length - less }))).toMatchObject({
          code,
        });
      }
    });

    it('is refused behind each of the first bytes, whatever they are', () => {
      for (let length = 1; length < 60; length++) {
        const content = contents.mixed!.subarray(0, length);
        const bytes = buildCompressed(content, { ...plan, size: length - 1 });
        expect([length, goesOn(bytes)]).toMatchObject([length, { code }]);
      }
    });

    it('is refused where another file was appended', () => {
      const bytes = Buffer.concat([buildCompressed(text, plan), text]);
      // A block of length 0 ends MSZIP.
      if (plan.method === 4) expect(expand(bytes).equals(text)).toBe(true);
      else expect(goesOn(bytes)).toMatchObject({ code });
    });
  });

  it.each<CompressPlan>([
    { format: 'SZDD' },
    { format: 'SZ' },
    { format: 'KWAJ' },
    { format: 'KWAJ', method: 4 },
  ])('takes zeros behind %j for padding', (plan) => {
    for (const content of Object.values(contents)) {
      const bytes = Buffer.concat([buildCompressed(content, plan), Buffer.alloc(100)]);
      expect(expand(bytes).equals(content)).toBe(true);
    }
  });

  it.each(
    [0, 0x1a, 0xff].flatMap((byte) =>
      ([{ format: 'SZDD' }, { format: 'SZ' }, { format: 'KWAJ' }] as CompressPlan[]).map((plan) => ({
        byte,
        plan,
      })),
    ),
  )('takes bytes $byte behind $plan for padding', ({ byte, plan }) => {
    for (const length of [4, 9, 100, 500]) {
      const bytes = Buffer.concat([buildCompressed(text, plan), Buffer.alloc(length, byte)]);
      expect(expand(bytes).equals(text)).toBe(true);
    }
    const mixed = Buffer.concat([
      buildCompressed(text, plan),
      Buffer.from('another file'),
      Buffer.alloc(20, byte),
    ]);
    expect(caught(() => expand(mixed)).message).toMatch(/more data follows/);
  });

  it.each([
    { name: 'nothing', behind: [], isRefused: false },
    { name: 'one byte', behind: [0xff], isRefused: false },
    { name: 'text', behind: [...Buffer.from('more')], isRefused: true },
    { name: 'an empty block', behind: [4, 0, 0x43, 0x4b, 3, 0], isRefused: false },
    { name: 'a block', behind: [5, 0, 0x43, 0x4b, 0x4b, 4, 0], isRefused: true },
    { name: 'an impossible block', behind: [4, 0, 1, 2, 3, 4], isRefused: true },
  ])('MSZIP without its last length, and then $name', ({ behind, isRefused }) => {
    const bytes = Buffer.concat([
      buildCompressed(text, { format: 'KWAJ', method: 4 }).subarray(0, -2),
      Buffer.from(behind),
    ]);
    if (isRefused) expect(caught(() => expand(bytes)).message).toMatch(/more data follows/);
    else expect(expand(bytes).equals(text)).toBe(true);
  });

  it('damage is an error or other content, never more than is stated', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...plans),
        fc.nat(1_000_000),
        fc.integer({ min: 1, max: 255 }),
        (plan, at, change) => {
          const bytes = Uint8Array.from(buildCompressed(text.subarray(0, 3000), plan));
          bytes[at % bytes.length]! ^= change;
          const source = new BufferSource(bytes);
          try {
            const file = readCompressedFile(source);
            let size = 0;
            for (const piece of expandedPieces(source, file)) size += piece.length;
            expect(size).toBeLessThanOrEqual(file.size ?? 20 * bytes.length);
          } catch (error) {
            expect(error).toMatchObject({
              code: expect.stringMatching(
                /^(?:SZDD_CORRUPT|KWAJ_CORRUPT|COMPRESS_UNSUPPORTED|MSZIP_CORRUPT)$/,
              ),
            });
          }
        },
      ),
      { seed: 1990, numRuns: runs(200) },
    );
  });
});

describe('readCompressedFile', () => {
  it.each([
    { plan: { missingLetter: 'L' }, letter: 'L' },
    { plan: {}, letter: null },
    { plan: { missingLetter: '\u0007' }, letter: null },
  ])('the missing letter of $plan', ({ plan, letter }) => {
    const bytes = buildCompressed(text, { format: 'SZDD', ...plan });
    expect(readCompressedFile(new BufferSource(bytes)).missingLetter).toBe(letter);
  });

  const mode = buildCompressed(text, { format: 'SZDD' }).slice();
  mode[8] = 0x42;
  it.each([
    { name: 'another mode', bytes: mode, code: 'COMPRESS_UNSUPPORTED' },
    {
      name: 'another method',
      bytes: buildCompressed(text, { format: 'KWAJ', method: 5, data: text }),
      code: 'COMPRESS_UNSUPPORTED',
    },
    { name: 'an SZDD header that is cut', bytes: mode.subarray(0, 13), code: 'SZDD_CORRUPT' },
    {
      name: 'an SZ header that is cut',
      bytes: buildCompressed(text, { format: 'SZ' }).subarray(0, 11),
      code: 'SZDD_CORRUPT',
    },
    { name: 'something else', bytes: text, code: 'SZDD_CORRUPT' },
  ])('refuses $name', ({ bytes, code }) => {
    expect(caught(() => readCompressedFile(new BufferSource(bytes))).code).toBe(code);
  });
});
