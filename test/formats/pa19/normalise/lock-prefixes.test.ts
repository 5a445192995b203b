import { expect, it } from 'vitest';
import { restoreLockPrefixes } from '../../../../src/formats/pa19/normalise/lock-prefixes.js';
import { Pe32Image } from '../../../../src/formats/pa19/pe32-image.js';
import { buildPe32, dwords, pieces } from '../../../support/pe32-builder.js';

const BASE = 0x400000;

function restored(
  list: number[],
  config = BASE + 0x1080,
  directory: [number, number] = [0x1040, 0x40],
): number[] {
  const image = Pe32Image.open(
    buildPe32({
      imageBase: BASE,
      directories: { 10: directory },
      sections: [
        {
          address: 0x1000,
          data: pieces(0x200, {
            0: [0x90, 0x90, 0xcc, 0x90],
            64: pieces(0x40, { 32: dwords(config) }),
            128: dwords(...list),
          }),
        },
      ],
    }),
  )!;
  restoreLockPrefixes(image);
  return [...image.bytes.subarray(0x400, 0x404)];
}

it('turns the NOPs listed into LOCK prefixes, and nothing else', () => {
  expect(restored([BASE + 0x1000, BASE + 0x1002, BASE + 0x1003, 0, BASE + 0x1001])).toEqual([
    0xf0, 0x90, 0xcc, 0xf0,
  ]);
});

it('passes over addresses out of the file', () => {
  expect(restored([BASE + 0x900000, 5, BASE + 0x1001, 0])).toEqual([0x90, 0xf0, 0xcc, 0x90]);
});

it.each([
  ['no list', 0, [0x1040, 0x40]],
  ['a list out of the file', BASE + 0x900000, [0x1040, 0x40]],
  ['no directory', BASE + 0x1080, [0, 0x40]],
  ['an empty directory', BASE + 0x1080, [0x1040, 0]],
  ['a directory out of the file', BASE + 0x1080, [0x900000, 0x40]],
  ['a directory that the file ends in', BASE + 0x1080, [0x11f0, 0x40]],
] as const)('does nothing with %s', (_label, config, directory) => {
  expect(restored([BASE + 0x1000, 0], config, [...directory])).toEqual([0x90, 0x90, 0xcc, 0x90]);
});

it('ends with the file where the list does not', () => {
  const image = Pe32Image.open(
    buildPe32({
      imageBase: BASE,
      directories: { 10: [0x1000, 0x40] },
      sections: [{ address: 0x1000, data: pieces(0x200, { 32: dwords(BASE + 0x11fe) }).fill(0x11, 0x100) }],
    }),
  )!;
  expect(() => restoreLockPrefixes(image)).not.toThrow();
});
