import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { readSectorNumbers } from '../../../src/formats/cfb/sector-numbers.js';

const source = new BufferSource(Uint8Array.from([0, 0, 1, 2, 3, 4, 0xfe, 0xff, 0xff, 0xff, 7, 7]));
const free = 0xffffffff;

it.each([
  ['inside', 2, 8, [0x04030201, 0xfffffffe]],
  ['up to the end and beyond', 6, 12, [0xfffffffe, free, free]],
  ['beyond', 400, 4, [free]],
])('reads %s', (_name, offset, length, numbers) => {
  expect([...readSectorNumbers(source, offset, length)]).toEqual(numbers);
});
