import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../support/thorough.js';
import { deflate, deflateBlocks } from './deflate.js';

const text = readFileSync(new URL(import.meta.url));

describe('deflate', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['one byte', Uint8Array.of(7)],
    ['zeros', new Uint8Array(100_000)],
    ['every byte', Uint8Array.from({ length: 4096 }, (_, i) => (i * 167) >> 3)],
    ['a text', text],
    [
      'skewed counts',
      Uint8Array.from({ length: 60_000 }, (_, i) => Math.clz32(Math.imul(i + 1, 0x9e3779b1))),
    ],
  ])('%s comes back from zlib', (_, bytes) => {
    expect(Buffer.compare(inflateRawSync(deflate(bytes)), bytes)).toBe(0);
  });

  it('anything comes back from zlib', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 3000 }), fc.nat(255), (values, scale) => {
        const bytes = Uint8Array.from(values, (value) => value * scale);
        expect(Buffer.compare(inflateRawSync(deflate(bytes)), bytes)).toBe(0);
      }),
      { seed: 1951, numRuns: runs(300) },
    );
  });
});

describe('deflateBlocks', () => {
  it('gives blocks that refer to the one before', () => {
    const bytes = new Uint8Array([...text, ...text, ...text]);
    const blocks = deflateBlocks(bytes, 1000);
    blocks.forEach((block, i) => {
      const dictionary = bytes.subarray(Math.max(0, i * 1000 - 32768), i * 1000);
      const plain = inflateRawSync(block, dictionary.length > 0 ? { dictionary } : {});
      expect(Buffer.compare(plain, bytes.subarray(i * 1000, i * 1000 + 1000))).toBe(0);
    });
    expect(blocks.at(-2)!.length).toBeLessThan(100);
  });
});
