import { expect, it } from 'vitest';
import { hexLines, pictureType } from '../../../web/ui/hex.js';

it('shows bytes as xxd does', () => {
  expect(hexLines(Uint8Array.from({ length: 18 }, (_, i) => 0x3d + i))).toEqual([
    '000000  3d 3e 3f 40 41 42 43 44 45 46 47 48 49 4a 4b 4c  =>?@ABCDEFGHIJKL',
    '000010  4d 4e                                            MN',
  ]);
  expect(hexLines(Uint8Array.of(0, 0xff))[0]).toMatch(/ {2}\.\.$/);
});

it.each([
  ['89504e470d0a', 'image/png'],
  ['424d', 'image/bmp'],
  ['00000100', 'image/x-icon'],
  ['4d5a', null],
  ['', null],
])('%s is %s', (hex, type) => {
  expect(pictureType(Buffer.from(hex, 'hex'))).toBe(type);
});
