import { describe, expect, it } from 'vitest';
import { hasBaseRelocations, readBaseRelocations } from '../../../src/formats/pa19/base-relocations.js';
import { Pe32Image } from '../../../src/formats/pa19/pe32-image.js';
import { buildPe32, dwords, relocationBlocks } from '../../support/pe32-builder.js';

function read(table: Uint8Array, size = table.length): object {
  const image = Pe32Image.open(
    buildPe32({
      directories: { 5: [0x2000, size] },
      sections: [
        { address: 0x1000, data: new Uint8Array(0x100) },
        { address: 0x2000, data: table },
      ],
    }),
  )!;
  const { count, addresses, offsets, types, parameters } = readBaseRelocations(image);
  return {
    addresses: [...addresses.subarray(0, count)],
    offsets: [...offsets.subarray(0, count)],
    types: [...types.subarray(0, count)],
    parameters: [...parameters.subarray(0, count)],
  };
}

describe('blocks', () => {
  it('are read one after the other, entries that fill up included', () => {
    const table = relocationBlocks(
      [
        0x1000,
        [
          [3, 0x10],
          [3, 0xfe],
          [1, 0xfe],
        ],
      ],
      [0x7000, [[10, 0xfff]]],
    );
    expect(read(table)).toEqual({
      // The dword at 0xFE is in the section's last two bytes and in the gap behind it, which the file has.
      addresses: [0x1010, 0x10fe, 0x10fe, 0x1000, 0x7fff, 0x7000],
      offsets: [0x410, 0x4fe, 0x4fe, 0x400, -1, -1],
      types: [3, 3, 1, 0, 10, 0],
      parameters: [0, 0, 0, 0, 0, 0],
    });
  });

  it('have parameters behind HIGHADJ', () => {
    const table = relocationBlocks([
      0x1000,
      [
        [4, 8],
        [8, 0x123],
        [3, 0],
        [4, 12],
      ],
    ]);
    expect(read(table)).toMatchObject({
      addresses: [0x1008, 0x1000, 0x100c],
      types: [4, 3, 4],
      parameters: [0x8123, 0, 0],
    });
  });

  const block = relocationBlocks([0x1000, [[3, 4]]]);

  it.each([
    ['a size of 8', [...block, ...dwords(0x1000, 8), ...block]],
    ['a size of 0', [...block, ...dwords(0, 0), ...block]],
  ])('end at %s', (_label, table) => {
    expect(read(Uint8Array.from(table))).toMatchObject({ addresses: [0x1004, 0x1000] });
  });

  it('end with the directory', () => {
    expect(read(Uint8Array.from([...block, ...block]), 12)).toMatchObject({ addresses: [0x1004, 0x1000] });
    expect(read(Uint8Array.from([...block, ...block]), 22)).toMatchObject({
      addresses: [0x1004, 0x1000, 0x1004],
    });
    expect(read(Uint8Array.from([...block, ...block]), 19)).toMatchObject({ addresses: [0x1004, 0x1000] });
  });

  it('end with the file', () => {
    const table = Uint8Array.from([...dwords(0x1000, 0xfffffff0), 0x04, 0x30]);
    // Behind the table the file is filled up with zeros to a multiple of 512.
    expect(read(table, 0xffffffff)).toMatchObject({
      addresses: [0x1004, ...new Array<number>(251).fill(0x1000)],
    });
  });
});

it.each([
  [0x2000, 12, true],
  [0x2000, 0, false],
  [0, 12, false],
  [0, 0, false],
])('a directory at %i of %i bytes: %s', (address, size, expected) => {
  const bytes = buildPe32({ directories: { 5: [address, size] }, sections: [] });
  expect(hasBaseRelocations(Pe32Image.open(bytes)!)).toBe(expected);
});

it('none where the directory is not in the file', () => {
  const bytes = buildPe32({ directories: { 5: [0x900000, 100] }, sections: [] });
  expect(readBaseRelocations(Pe32Image.open(bytes)!).count).toBe(0);
});
