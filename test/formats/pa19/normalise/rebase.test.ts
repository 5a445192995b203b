import { describe, expect, it } from 'vitest';
import { rebase } from '../../../../src/formats/pa19/normalise/rebase.js';
import { Pe32Image } from '../../../../src/formats/pa19/pe32-image.js';
import { buildPe32, dwords, readDwords, relocationBlocks } from '../../../support/pe32-builder.js';

function rebased(data: Uint8Array, table: Uint8Array, newBase: number, imageBase = 0x400000): Pe32Image {
  const image = Pe32Image.open(
    buildPe32({
      imageBase,
      directories: { 5: [0x2000, table.length] },
      sections: [
        { address: 0x1000, data },
        { address: 0x2000, data: table },
      ],
    }),
  )!;
  rebase(image, newBase);
  return image;
}

const u16 = (image: Pe32Image, offset: number): number => image.view.getUint16(offset, true);

describe('an image with base relocations', () => {
  const table = relocationBlocks([
    0x1000,
    [
      [3, 0],
      [3, 8],
    ],
  ]);

  it.each([
    [0x400000, 0x10000000, [0x10001000, 0x401000, 0x1000fff0]],
    [0x10000000, 0x400000, [0xf0801000, 0x401000, 0xf080fff0]],
  ])('goes from 0x%s to 0x%s', (from, to, expected) => {
    const image = rebased(dwords(0x401000, 0x401000, 0x40fff0), table, to, from);
    expect(readDwords(image.bytes, 0x400, 3)).toEqual(expected);
    expect(image.imageBase).toBe(to);
  });

  it.each([0, 0x400000])('stays where a delta names 0x%s', (newBase) => {
    const image = rebased(dwords(0x401000), table, newBase);
    expect(readDwords(image.bytes, 0x400, 1)).toEqual([0x401000]);
    expect(image.imageBase).toBe(0x400000);
  });

  it('has the high half added at HIGH and the low one at LOW', () => {
    const halves = relocationBlocks([
      0x1000,
      [
        [1, 0],
        [2, 2],
        [1, 4],
      ],
    ]);
    const image = rebased(dwords(0xfff00040, 0x00000001), halves, 0x12350000, 0x400010);
    expect([u16(image, 0x400), u16(image, 0x402), u16(image, 0x404)]).toEqual([0x1234, 0xffe0, 0x11f5]);
  });

  it.each([
    // Half of a value and its other half, plus the distance, rounded.
    [0x0040, 0x7fff, 0x10000, 0x0042],
    [0x0040, 0x1000, 0x10000, 0x0041],
    [0x0041, 0x9000, 0x10000, 0x0042],
  ])('has HIGHADJ 0x%s with 0x%s rounded', (high, low, distance, expected) => {
    const adjusted = relocationBlocks([
      0x1000,
      [
        [4, 0],
        [low >>> 12, low & 0xfff],
        [3, 4],
      ],
    ]);
    const image = rebased(dwords(high, 0x401000), adjusted, 0x400000 + distance + 1, 0x400000);
    expect(u16(image, 0x400)).toBe(expected);
    expect(readDwords(image.bytes, 0x404, 1)).toEqual([0x401001 + distance]);
  });

  it('has nothing done where the file holds nothing', () => {
    const far = relocationBlocks([0x900000, [[3, 0]]], [0x1000, [[3, 4]]]);
    const image = rebased(dwords(1, 2), far, 0x500000);
    expect(readDwords(image.bytes, 0x400, 2)).toEqual([1, 0x100002]);
  });
});

it('an image without base relocations stays, header included', () => {
  const image = rebased(dwords(0x401000), new Uint8Array(), 0x500000);
  expect(image.imageBase).toBe(0x400000);
  expect(readDwords(image.bytes, 0x400, 1)).toEqual([0x401000]);
});
