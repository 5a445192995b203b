import { expect, it } from 'vitest';
import { countThunks, readImportDescriptors } from '../../../src/formats/pa19/import-descriptor.js';
import { Pe32Image } from '../../../src/formats/pa19/pe32-image.js';
import { buildPe32, dwords } from '../../support/pe32-builder.js';

const image = (data: Uint8Array): Pe32Image =>
  Pe32Image.open(buildPe32({ sections: [{ address: 0x1000, data }] }))!;

it('reads descriptors up to one without a name', () => {
  const data = dwords(0x2000, 7, 0, 0x1100, 0x3000, 0, 0, 0, 0x1200, 0x3100, 0x9999, 9, 9, 0, 9);
  expect(readImportDescriptors(image(data), 0x1000)).toEqual([
    { at: 0x400, lookupTable: 0x2000, timestamp: 7, addressTable: 0x3000 },
    { at: 0x414, lookupTable: 0, timestamp: 0, addressTable: 0x3100 },
  ]);
});

it('reads descriptors up to the end of the section', () => {
  const data = new Uint8Array(0x200).fill(0x11);
  expect(readImportDescriptors(image(data), 0x1000)).toHaveLength(Math.floor(0x200 / 20));
});

it.each([0, 0x9000])('has none at %i', (address) => {
  expect(readImportDescriptors(image(new Uint8Array(40).fill(1)), address)).toEqual([]);
});

it('counts thunks up to a zero, the end of the file, or what it is allowed', () => {
  const list = image(dwords(1, 0x80000002, 3, 0, 5));
  expect(countThunks(list, 0x400, 1000)).toBe(3);
  expect(countThunks(list, 0x400, 2)).toBe(2);
  expect(countThunks(list, 0x40c, 1000)).toBe(0);
  const full = image(new Uint8Array(0x200).fill(1));
  expect(countThunks(full, 0x400, 1000)).toBe(0x80);
  expect(countThunks(full, 0x402, 1000)).toBe(0x7f);
});
