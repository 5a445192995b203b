import { expect, it } from 'vitest';
import { zipMethodName } from '../../../src/formats/zip/zip-entry.js';

it.each([
  [0, 'stored'],
  [8, 'deflate'],
  [9, 'Deflate64'],
  [14, 'LZMA'],
  [7, 'method 7'],
  [65535, 'method 65535'],
])('method %d is %s', (method, name) => {
  expect(zipMethodName(method)).toBe(name);
});
