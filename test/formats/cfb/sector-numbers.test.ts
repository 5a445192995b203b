import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { readSectorNumbers, rowOf } from '../../../src/formats/cfb/sector-numbers.js';

const source = new BufferSource(Uint8Array.from([0, 0, 1, 2, 3, 4, 0xfe, 0xff, 0xff, 0xff, 7, 7]));
const free = 0xffffffff;

it.each([
  ['inside', 2, 8, [0x04030201, 0xfffffffe]],
  ['up to the end and beyond', 6, 12, [0xfffffffe, free, free]],
  ['beyond', 400, 4, [free]],
])('reads %s', (_name, offset, length, numbers) => {
  expect([...readSectorNumbers(source, offset, length)]).toEqual(numbers);
});

it.each([
  ['from the beginning', 0, 5, 3],
  ['from within', 1, 6, 2],
  ['of another sector', 0, 6, 0],
  ['of the last', 3, 1, 1],
])('counts a row %s', (_name, index, sector, count) => {
  expect(rowOf(Uint32Array.of(6, 7, 8, 2), index, sector)).toBe(count);
});
