import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { findLocalHeader } from '../../../src/formats/zip/find-local-header.js';
import { text } from '../../support/package-folder.js';
import { buildZip, join } from '../../support/zip-builder.js';

const zip = buildZip({ files: [{ name: 'a.txt', bytes: text('a') }] });
const find = (bytes: Uint8Array, from = 0) => findLocalHeader(new BufferSource(bytes), from);

it.each([0, 1, 700, (1 << 20) - 20, (1 << 20) + 1])('finds a header after %i bytes', (before) => {
  expect(find(join(new Uint8Array(before).fill(0x50), zip))).toBe(before);
});

it('begins where it is told to', () => {
  expect(find(join(zip, zip), 1)).toBe(zip.length);
  expect(find(zip, 1)).toBeNull();
});

it('finds one whose name is cut, and none without a name', () => {
  expect(find(zip.subarray(0, 31))).toBe(0);
  expect(find(zip.subarray(0, 30))).toBeNull();
});

it.each([
  ['version', 4, 200],
  ['method', 8, 77],
  ['length of the name', 26, 0],
  ['name', 30, 1],
])('takes no header with an impossible %s', (_, at, value) => {
  const bytes = zip.slice();
  bytes[at] = value;
  expect(find(bytes)).toBeNull();
});

it('ends after so many bytes without a header', () => {
  const bytes = new BufferSource(join(new Uint8Array(3 * 2 ** 20), zip));
  expect(findLocalHeader(bytes, 0, 2 ** 20)).toBeNull();
  expect(findLocalHeader(bytes, 0, 3 * 2 ** 20)).toBe(3 * 2 ** 20);
});
