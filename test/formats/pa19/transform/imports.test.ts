import { describe, expect, it } from 'vitest';
import { transformImports } from '../../../../src/formats/pa19/transform/imports.js';
import { fixedRuns, transformOf } from '../../../support/image-transform.js';
import { dwords, pieces, readDwords } from '../../../support/pe32-builder.js';

const everythingUp: [number, number][] = [[0x1000, 0x1010]];

function transformed(data: Uint8Array, rifts = everythingUp): number[] {
  const transform = transformOf(
    { directories: { 1: [0x1000, 40] }, sections: [{ address: 0x1000, data }] },
    rifts,
  );
  transformImports(transform);
  expect(fixedRuns(transform)).toEqual([]);
  return readDwords(transform.image.bytes, 0x400, data.length / 4);
}

describe('imports', () => {
  it('have their tables and names moved, ordinals excepted', () => {
    const data = pieces(0x70, {
      0: dwords(0x1040, 5, 6, 0x1060, 0x1050),
      64: dwords(0x1064, 0x80001064, 0, 0x1111),
      80: dwords(0x1064, 0x80001064, 0, 0x1111),
    });
    expect(transformed(data)).toEqual([
      ...[0x1050, 5, 6, 0x1070, 0x1060],
      ...new Array<number>(11).fill(0),
      ...[0x1074, 0x80001064, 0, 0x1111],
      ...[0x1074, 0x80001064, 0, 0x1111],
      ...[0, 0, 0, 0],
    ]);
  });

  it('without a lookup table have the other one', () => {
    const data = pieces(0x50, { 0: dwords(0, 0, 0, 0x1048, 0x1040), 64: dwords(0x1048, 0) });
    const found = transformed(data);
    expect(found.slice(0, 5)).toEqual([0, 0, 0, 0x1058, 0x1050]);
    expect(found[16]).toBe(0x1058);
  });

  it('with one table for both have it moved once', () => {
    const data = pieces(0x50, { 0: dwords(0x1040, 0, 0, 0x1048, 0x1040), 64: dwords(0x1048, 0) });
    const found = transformed(data);
    expect(found.slice(0, 5)).toEqual([0x1050, 0, 0, 0x1058, 0x1050]);
    expect(found[16]).toBe(0x1058);
  });

  it('with tables out of the file have the rest moved', () => {
    const data = pieces(0x50, { 0: dwords(0x900000, 0, 0, 0x1048, 0) });
    expect(transformed(data, [[0x1000, 0x2000]]).slice(0, 5)).toEqual([0x901000, 0, 0, 0x2048, 0x0]);
  });
});

it('ends where descriptors share their tables beyond reason', () => {
  const data = new Uint8Array(200_000).fill(1);
  for (let at = 0; at < 100_000; at += 20) data.set(dwords(0x1000 + at, 0, 0, 1, 0x1000 + at + 4), at);
  const transform = transformOf(
    { directories: { 1: [0x1000, 40] }, sections: [{ address: 0x1000, data }] },
    everythingUp,
  );
  const start = performance.now();
  transformImports(transform);
  expect(performance.now() - start).toBeLessThan(15_000);
});
