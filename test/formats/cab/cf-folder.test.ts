import { expect, it } from 'vitest';
import { ByteReader } from '../../../src/core/byte-reader.js';
import { readCfFolder } from '../../../src/formats/cab/cf-folder.js';

it.each([
  [0x0000, { kind: 'none' }],
  [0x0001, { kind: 'mszip' }],
  [0x1222, { kind: 'quantum', windowBits: 18 }],
  [0x1572, { kind: 'quantum', windowBits: 21 }],
  [0x0f03, { kind: 'lzx', windowBits: 15 }],
  [0x1503, { kind: 'lzx', windowBits: 21 }],
  [0xff03, { kind: 'lzx', windowBits: 31 }],
  [0x000f, { kind: 'unknown' }],
])('type 0x%s', (typeCompress, method) => {
  const bytes = Uint8Array.of(
    0x78,
    0x56,
    0x34,
    0x12,
    0xfe,
    0xff,
    typeCompress & 255,
    typeCompress >> 8,
    9,
    9,
  );
  const reader = new ByteReader(bytes, 'CFFOLDER');
  expect(readCfFolder(reader, 3, 2)).toEqual({
    index: 3,
    dataOffset: 0x12345678,
    dataBlockCount: 0xfffe,
    typeCompress,
    method,
  });
  expect(reader.remaining).toBe(0);
});
