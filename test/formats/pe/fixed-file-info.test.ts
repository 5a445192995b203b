import { describe, expect, it } from 'vitest';
import { parseFixedFileInfo } from '../../../src/formats/pe/fixed-file-info.js';

function fixed(dwords: number[]): Uint8Array {
  const bytes = new Uint8Array(4 * dwords.length);
  const view = new DataView(bytes.buffer);
  dwords.forEach((value, i) => {
    view.setUint32(4 * i, value, true);
  });
  return bytes;
}

describe('parseFixedFileInfo', () => {
  // VS_FIXEDFILEINFO structure (verrsrc.h): thirteen dwords in this order.
  const dwords = [
    0xfeef04bd, 0x10000, 0x00040000, 0x1957083f, 0x0007000a, 0x00010044, 0x3f, 0x8000003b, 0x40004, 2, 7, 0,
    0,
  ];

  it('reads the fields in their places', () => {
    expect(parseFixedFileInfo(fixed(dwords))).toEqual({
      fileVersion: [4, 0, 6487, 2111],
      productVersion: [7, 10, 1, 68],
      flags: 0x3b, // bit 31 is not in the mask
      os: 0x40004,
      type: 2,
      subtype: 7,
    });
  });

  it.each([
    ['another signature', fixed([0xfeef04bc, ...dwords.slice(1)])],
    ['fewer than 52 bytes', fixed(dwords).subarray(0, 51)],
    ['nothing', new Uint8Array()],
  ])('null for %s', (_, bytes) => {
    expect(parseFixedFileInfo(bytes)).toBeNull();
  });
});
