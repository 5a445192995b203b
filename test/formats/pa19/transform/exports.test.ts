import { describe, expect, it } from 'vitest';
import { transformExports } from '../../../../src/formats/pa19/transform/exports.js';
import { fixedRuns, transformOf } from '../../../support/image-transform.js';
import { dwords, pieces, readDwords } from '../../../support/pe32-builder.js';

const directory = (functions: number, names: number, tables: [number, number, number, number]): Uint8Array =>
  dwords(0, 0x40302010, 0, tables[3], 1, functions, names, tables[0], tables[1], tables[2]);

describe('exports', () => {
  const data = pieces(0x80, {
    0: directory(3, 2, [0x1040, 0x1050, 0x1060, 0x1068]),
    64: dwords(0x2000, 0, 0x1070, 0x7777),
    80: dwords(0x1070, 0x1072, 0x7777),
    96: dwords(0x00020000),
  });
  const transform = transformOf(
    { directories: { 0: [0x1000, 0x80] }, sections: [{ address: 0x1000, data }] },
    [
      [0x1000, 0x1100],
      [0x2000, 0x3000],
    ],
  );
  transformExports(transform);

  it('have functions, forwarders and names moved', () => {
    expect(readDwords(transform.image.bytes, 0x400, 0x80 / 4)).toEqual([
      ...[0, 0x40302010, 0, 0x1168, 1, 3, 2, 0x1140, 0x1150, 0x1160],
      ...new Array<number>(6).fill(0),
      ...[0x3000, 0, 0x1170, 0x7777],
      ...[0x1170, 0x1172, 0x7777, 0],
      ...[0x00020000, 0, 0, 0, 0, 0, 0, 0],
    ]);
  });

  it('are no code, but for entries that are 0 and ordinals', () => {
    expect(fixedRuns(transform)).toEqual([
      [0x400, 40],
      [0x440, 4],
      [0x448, 4],
      [0x450, 8],
    ]);
  });
});

it.each([
  ['no directory', { 0: [0, 0] }],
  ['a directory out of the file', { 0: [0x900000, 40] }],
  ['a directory that the file ends in', { 0: [0x11f0, 40] }],
] as const)('nothing with %s', (_label, directories) => {
  const transform = transformOf(
    { directories, sections: [{ address: 0x1000, data: new Uint8Array(0x200).fill(1) }] },
    [[0, 5]],
  );
  transformExports(transform);
  expect(fixedRuns(transform)).toEqual([]);
});

it('no more functions than the file holds', () => {
  const data = pieces(0x200, {
    0: directory(0xffffffff, 0xffffffff, [0x11fb, 0, 0, 0]),
    507: [1, 0, 0, 0, 1],
  });
  const transform = transformOf({ directories: { 0: [0x1000, 40] }, sections: [{ address: 0x1000, data }] }, [
    [0, 5],
  ]);
  transformExports(transform);
  expect([...transform.image.bytes.subarray(0x5fb, 0x600)]).toEqual([6, 0, 0, 0, 1]);
});
