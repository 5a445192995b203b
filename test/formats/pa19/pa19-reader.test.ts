import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pa19Reader } from '../../../src/formats/pa19/pa19-reader.js';
import { caught } from '../../support/caught.js';
import { encodeSigned, encodeUnsigned } from '../../support/delta-builder.js';

const reader = (...bytes: number[]): Pa19Reader => new Pa19Reader(Uint8Array.from(bytes));

describe('unsigned integers', () => {
  it.each([
    [[0x80], 0],
    [[0xff], 127],
    [[0x00, 0x81], 128],
    // The size of a file in the corpus, as its delta has it.
    [[0x61, 0x47, 0x84], 74721],
    [[0x00, 0x00, 0x00, 0x00, 0x90], 2 ** 32],
  ])('%j is %i', (bytes, value) => {
    expect(reader(...bytes).unsigned()).toBe(value);
  });
});

describe('signed integers', () => {
  it.each([
    [[0x80], 0],
    [[0xc0], 0],
    [[0xbf], 63],
    [[0xff], -63],
    [[0x00, 0x81], 64],
    [[0x40, 0x81], -64],
    // Old size minus new size of the same delta.
    [[0x48, 0xa0], -2056],
    [[0x7f, 0x7f, 0xff], -(63 + 127 * 64 + 127 * 8192)],
  ])('%j is %i', (bytes, value) => {
    expect(reader(...bytes).signed()).toBe(value);
  });
});

it('reads back what is written, and no more', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.boolean(), (number, negative) => {
      const value = number % 2 ** 33;
      const wanted = negative && value !== 0 ? -value : value;
      const both = reader(...encodeUnsigned(value), ...encodeSigned(wanted), 7);
      expect(both.unsigned()).toBe(value);
      expect(both.signed()).toBe(wanted);
      expect(both.remaining).toBe(1);
      expect(both.u8()).toBe(7);
    }),
    { seed: 19 },
  );
});

it('reads fields of fixed size, and knows where it is', () => {
  const fields = reader(1, 2, 3, 4, 5, 6, 7);
  expect([fields.u16(), fields.u32(), fields.offset, fields.remaining]).toEqual([0x0201, 0x06050403, 6, 1]);
});

it.each([
  ['ends in the middle', [0x01, 0x02]],
  ['is too large', [0x7f, 0x7f, 0x7f, 0x7f, 0xff]],
  ['never ends', new Array<number>(400).fill(0)],
])('refuses a number that %s', (_label, bytes) => {
  expect(caught(() => reader(...bytes).unsigned()).code).toBe('DELTA_BAD_HEADER');
  expect(caught(() => reader(...bytes).signed()).code).toBe('DELTA_BAD_HEADER');
});
