import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32 } from '../../src/core/crc32.js';

it.each([
  ['', 0],
  // The check value of the CRC catalogue.
  ['123456789', 0xcbf43926],
  ['a', 0xe8b7be43],
  ['The quick brown fox jumps over the lazy dog', 0x414fa339],
])('of %j', (text, expected) => {
  expect(crc32(Buffer.from(text))).toBe(expected);
});

it('is that of zlib, wherever the bytes start', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(9), (bytes, skip) => {
      const part = bytes.subarray(Math.min(skip, bytes.length));
      expect(crc32(part)).toBe(zlibCrc32(part));
    }),
    { seed: 19 },
  );
});
