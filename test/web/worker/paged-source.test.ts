import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BufferSource, type ByteSource } from '../../../src/core/byte-source.js';
import { PagedSource } from '../../../web/worker/paged-source.js';

const bytes = Uint8Array.from({ length: 1_000_003 }, (_, i) => (i * 7) & 0xff);

it('reads what the source has, wherever it begins and ends', () => {
  const paged = new PagedSource(new BufferSource(bytes));
  fc.assert(
    fc.property(fc.nat(bytes.length), fc.nat(600_000), (offset, length) => {
      const end = Math.min(bytes.length, offset + length);
      expect(Buffer.from(paged.read(offset, end - offset)).equals(bytes.subarray(offset, end))).toBe(true);
    }),
    { seed: 1, numRuns: 60 },
  );
});

it('asks for pages, and for the same one once', () => {
  const asked: number[] = [];
  const source: ByteSource = {
    size: bytes.length,
    read(offset, length) {
      asked.push(offset);
      return bytes.subarray(offset, offset + length);
    },
  };
  const paged = new PagedSource(source);
  for (let i = 0; i < 100; i++) paged.read(i * 100, 100);
  expect(asked).toEqual([0]);
});
