import { expect, it } from 'vitest';
import { windowBitsFor } from '../../../src/formats/pa19/lzx-window.js';

it.each([
  [0, 0, false, 17],
  // roundup(old, 32768) + new
  [98_304, 32_768, false, 17],
  [98_304, 32_769, false, 18],
  [98_305, 1, false, 18],
  [72_665, 74_721, false, 18],
  [8_000_000, 8_000_000, false, 23],
  [8_000_000, 8_000_000, true, 24],
  [0xffffffff, 0xffffffff, false, 23],
  [0xffffffff, 0xffffffff, true, 25],
])('an old file of %i and a new one of %i bytes, large: %s', (oldSize, newSize, large, bits) => {
  expect(windowBitsFor(oldSize, newSize, large)).toBe(bits);
});
