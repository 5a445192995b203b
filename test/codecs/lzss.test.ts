import { expect, it } from 'vitest';
import { lzssStream } from '../../src/codecs/lzss.js';

const expand = (bytes: number[], size?: number, start = 4080): string =>
  Buffer.concat([...lzssStream([Uint8Array.from(bytes)], start, size)]).toString('latin1');

it.each([
  { name: 'nothing', bytes: [], expected: '' },
  { name: 'a control byte alone', bytes: [0xff], expected: '' },
  { name: 'literals', bytes: [0x07, 97, 98, 99], expected: 'abc' },
  { name: 'a match with what has just been written', bytes: [0x01, 97, 0xf0, 0xf5], expected: 'aaaaaaaaa' },
  { name: 'a match before the start: blanks', bytes: [0x00, 0x00, 0x00], expected: '   ' },
  { name: 'a match across the end of the ring', bytes: [0x00, 0xfe, 0xf1], expected: '    ' },
  { name: 'a match that is cut', bytes: [0x01, 97, 0xf0], expected: 'a' },
  { name: 'nine items', bytes: [0xff, 49, 50, 51, 52, 53, 54, 55, 56, 0x01, 57], expected: '123456789' },
])('$name', ({ bytes, expected }) => {
  expect(expand(bytes)).toBe(expected);
});

it('stops at the size, inside a match as well', () => {
  expect(expand([0x01, 97, 0xf0, 0xf5, 98, 99], 4)).toBe('aaaa');
  expect(expand([0xff, 97, 98, 99], 0)).toBe('');
});

it.each([
  { name: 'the end', bytes: [0x03, 97, 98], expected: false },
  { name: 'a control byte alone', bytes: [0x03, 97, 98, 0], expected: false },
  { name: 'half of a match', bytes: [0x03, 97, 98, 7], expected: false },
  { name: 'a match', bytes: [0x03, 97, 98, 7, 1], expected: true },
  { name: 'a match of zeros', bytes: [0x03, 97, 98, 0, 0], expected: true },
  { name: 'another literal', bytes: [0x07, 97, 98, 0], expected: true },
  { name: 'the rest of a match', bytes: [0x01, 97, 0xf0, 0xf0], expected: true },
  { name: '16 zeros', bytes: [0x03, 97, 98, ...new Array(16).fill(0)], expected: true },
  { name: 'padding', bytes: [0x03, 97, 98, ...new Array(100).fill(0)], expected: false },
  {
    name: 'padding with something behind',
    bytes: [0x03, 97, 98, ...new Array(100).fill(0), 1],
    expected: true,
  },
  { name: 'another group', bytes: [0xff, 1, 2, 3, 4, 5, 6, 7, 8, 1, 9], size: 8, expected: true },
  { name: 'a group that begins', bytes: [0xff, 1, 2, 3, 4, 5, 6, 7, 8, 1], size: 8, expected: false },
  {
    name: 'a literal zero in another group',
    bytes: [0xff, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0],
    size: 8,
    expected: true,
  },
])('after the size comes $name', ({ bytes, size = 2, expected }) => {
  const pieces = lzssStream([Uint8Array.from(bytes)], 4080, size);
  let next = pieces.next();
  while (!next.done) next = pieces.next();
  expect(next.value).toBe(expected);
});
