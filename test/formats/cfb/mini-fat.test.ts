import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { MiniFat } from '../../../src/formats/cfb/mini-fat.js';

const words = new BufferSource(Uint8Array.from([1, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 3, 0, 0, 0, 9, 9]));

it.each([
  ['all that it describes', 3 * 64, 3],
  ['a mini stream that is shorter', 65, 2],
  ['a mini stream that is longer', 6400, 3],
  ['no mini stream', 0, 0],
])('speaks of %s', (_name, miniStreamSize, length) => {
  expect(new MiniFat(words, miniStreamSize, 64).length).toBe(length);
});

it('says what follows', () => {
  const table = new MiniFat(words, 192, 64);
  expect([table.next(0), table.next(1), table.next(2)]).toEqual([1, 0xfffffffe, 3]);
});

it.each([
  [0, 3, 2],
  [0, 1, 1],
  [1, 2, 1],
  [2, 9, 2],
])('says how far a row goes from sector %i, of %i at most', (sector, most, row) => {
  expect(new MiniFat(words, 192, 64).rowFrom(sector, most)).toBe(row);
});
