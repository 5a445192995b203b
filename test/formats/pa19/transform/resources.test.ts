import { describe, expect, it } from 'vitest';
import { transformResources } from '../../../../src/formats/pa19/transform/resources.js';
import { fixedRuns, transformOf } from '../../../support/image-transform.js';
import { buildPe32, dwords, pieces, readDwords } from '../../../support/pe32-builder.js';

const HIGH = 0x80000000;
/** Counts of named and numbered entries in one dword. */
const counts = (named: number, numbered: number): number => named | (numbered << 16);

/** Root with a named and a numbered entry; under the first a directory with a leaf, under the second a leaf. */
const tree = pieces(0x100, {
  0: dwords(0, 0x11111111, 0, counts(1, 1), HIGH + 0x80, HIGH + 0x20, 7, 0x60),
  32: dwords(0, 0x22222222, 0, counts(0, 1), 0x409, 0x50),
  80: dwords(0x20c0, 4, 0, 0),
  96: dwords(0x20d0, 4, 0, 0),
});
const rifts: [number, number][] = [
  [0x2000, 0x3000],
  // Behind the directories the new tree has 16 bytes more, behind the entries 32.
  [0x2050, 0x3060],
  [0x20c0, 0x30e0],
];

describe('resources', () => {
  const transform = transformOf(
    { directories: { 2: [0x2000, 0x100] }, sections: [{ address: 0x2000, data: tree }] },
    rifts,
  );
  transformResources(transform, 0x55555555);
  const at = (offset: number, count: number): number[] =>
    readDwords(transform.image.bytes, 0x400 + offset, count);

  it('have times, offsets and addresses of data set', () => {
    expect(at(0, 8)).toEqual([0, 0x55555555, 0, counts(1, 1), HIGH + 0x90, HIGH + 0x20, 7, 0x70]);
    expect(at(0x20, 6)).toEqual([0, 0x55555555, 0, counts(0, 1), 0x409, 0x60]);
    expect(at(0x50, 8)).toEqual([0x30e0, 4, 0, 0, 0x30f0, 4, 0, 0]);
  });

  it('are no code where they were set', () => {
    expect(fixedRuns(transform)).toEqual([
      [0x404, 4],
      [0x410, 8],
      [0x41c, 4],
      [0x424, 4],
      [0x434, 4],
      [0x450, 4],
      [0x460, 4],
    ]);
  });
});

describe('a tree that is none', () => {
  it.each([
    ['is its own child', dwords(0, 0, 0, counts(0, 2), 1, HIGH, 2, HIGH)],
    ['has a leaf twice', dwords(0, 0, 0, counts(0, 2), 1, 0x20, 2, 0x20, 0x20c0, 0, 0, 0)],
    ['points out of the file', dwords(0, 0, 0, counts(0, 2), 1, HIGH + 0x7ffffff0, 2, 0x7ffffff0)],
    ['says that it is long', dwords(0, 0, 0, 0xffffffff)],
  ])('because it %s', (_label, data) => {
    const transform = transformOf(
      {
        directories: { 2: [0x2000, 0x100] },
        sections: [{ address: 0x2000, data: pieces(0x200, { 0: data }) }],
      },
      rifts,
    );
    transformResources(transform, 9);
    expect(transform.image.bytes[0x404]).toBe(9);
  });

  it('because its directories overlap', () => {
    const data = new Uint8Array(300_000);
    for (let at = 0; at + 8 <= data.length; at += 8) data.set(dwords(HIGH + at, HIGH + at + 8), at);
    const bytes = buildPe32({ directories: { 2: [0x2000, 0x100] }, sections: [{ address: 0x2000, data }] });
    const start = performance.now();
    transformResources(transformOf(bytes, rifts), 0);
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

it.each([0, 0x900000])('nothing with a directory at %i', (address) => {
  const transform = transformOf({ directories: { 2: [address, 16] }, sections: [] }, rifts);
  transformResources(transform, 5);
  expect(fixedRuns(transform)).toEqual([]);
});
