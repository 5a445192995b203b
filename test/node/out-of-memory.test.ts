import { expect, it } from 'vitest';
import { isOutOfMemory } from '../../src/node/out-of-memory.js';
import { itThorough } from '../support/thorough.js';

function thrown(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    return error;
  }
}

itThorough.each([
  ['an array buffer', () => new ArrayBuffer(2 ** 52)],
  ['bytes', () => new Uint8Array(2 ** 40)],
  ['a string', () => 'x'.repeat(2 ** 30)],
  ['an array', () => new Array(2 ** 33)],
  ['a buffer', () => Buffer.alloc(2 ** 40)],
])('%s larger than there can be is out of memory', (_, body) => {
  expect(isOutOfMemory(thrown(body))).toBe(true);
});

it.each([
  new RangeError('Maximum call stack size exceeded'),
  new RangeError('Invalid typed array length: -1'),
  new TypeError('Invalid string length'),
  'Invalid string length',
])('%s is not', (error) => {
  expect(isOutOfMemory(error)).toBe(false);
});
