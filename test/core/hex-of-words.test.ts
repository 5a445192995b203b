import { expect, it } from 'vitest';
import { hexOfWords } from '../../src/core/hex-of-words.js';

it.each([
  ['none', [], ''],
  [
    'the words that MD5 starts with (RFC 1321, 3.3)',
    [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476],
    '0123456789abcdeffedcba9876543210',
  ],
  ['words with a sign', [-1, -0x80000000], 'ffffffff00000080'],
])('has the lowest byte of each word first: %s', (_, words, hex) => {
  expect(hexOfWords(words)).toBe(hex);
});
