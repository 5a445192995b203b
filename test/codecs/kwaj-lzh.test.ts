import { describe, expect, it } from 'vitest';
import { kwajLzhStream } from '../../src/codecs/kwaj-lzh.js';
import { caught } from '../support/caught.js';
import { buildCompressed } from '../support/compress-builder.js';

const content = Buffer.from(
  Array.from({ length: 900 }, (_, i) => `${i % 90} and ${(i * i) % 701}, `).join(''),
);
const dataOf = (spellings: readonly number[]) =>
  buildCompressed(content, { format: 'KWAJ', method: 3, size: false, spellings }).subarray(14);
const expand = (data: Uint8Array, size?: number, piece = 1000): Buffer => {
  const pieces = Array.from({ length: Math.ceil(data.length / piece) }, (_, i) =>
    data.subarray(i * piece, (i + 1) * piece),
  );
  return Buffer.concat([...kwajLzhStream(pieces, size)]);
};

it.each([
  [0, 0, 0, 0, 0],
  [1, 1, 1, 1, 1],
  [2, 2, 2, 2, 2],
  [3, 3, 3, 3, 3],
  [3, 2, 1, 0, 2],
])('reads codes in every spelling: %i %i %i %i %i', (...spellings) => {
  const data = dataOf(spellings);
  for (const piece of [1, 7, 100_000]) expect(expand(data, content.length, piece).equals(content)).toBe(true);
  expect(expand(data).subarray(0, content.length).equals(content)).toBe(true);
  expect(expand(data, 100).equals(content.subarray(0, 100))).toBe(true);
});

describe('refuses', () => {
  /** The text of the bits, with blanks to read them by. */
  const bits = (text: string): Uint8Array => {
    const digits = text.replace(/ /g, '');
    return Uint8Array.from({ length: Math.ceil(digits.length / 8) }, (_, i) =>
      Number.parseInt(digits.slice(8 * i, 8 * i + 8).padEnd(8, '0'), 2),
    );
  };
  it.each([
    { name: 'a spelling that does not exist', data: bits(`0100 ${'0000'.repeat(5)}`), message: /spelt/ },
    {
      name: 'a length below 0',
      data: bits(`0010 ${'0000'.repeat(5)} 0000 00`),
      message: /impossible length/,
    },
    {
      name: 'a length above 15',
      data: bits(`0001 ${'0000'.repeat(5)} 1111 10`),
      message: /impossible length/,
    },
    {
      name: 'too many codes',
      data: bits(`0011 ${'0000'.repeat(5)} ${'0001'.repeat(16)}`),
      message: /more codes than/,
    },
    {
      name: 'a code that does not exist',
      data: bits(`0011 ${'0000'.repeat(5)} 0001 ${'0000'.repeat(15)} ${'1'.repeat(40)}`),
      message: /does not exist/,
    },
  ])('$name', ({ data, message }) => {
    const error = caught(() => expand(data, 100));
    expect(error.code).toBe('KWAJ_CORRUPT');
    expect(error.message).toMatch(message);
  });
});

it('gives less where the data is cut', () => {
  const data = dataOf([1, 1, 1, 1, 1]);
  for (const length of [0, 3, 20, 100, data.length - 1]) {
    const output = expand(data.subarray(0, length), content.length);
    expect(output.length).toBeLessThan(content.length);
    expect(output.equals(content.subarray(0, output.length))).toBe(true);
  }
});
