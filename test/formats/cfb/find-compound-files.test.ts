import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { findCompoundFiles } from '../../../src/formats/cfb/find-compound-files.js';
import { buildPackage } from '../../support/package-builder.js';
import { text } from '../../support/package-folder.js';

const file = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('hello') }] }).msi;
const signature = file.slice(0, 8);
const find = (...parts: Uint8Array[]) => [
  ...findCompoundFiles(new BufferSource(new Uint8Array(Buffer.concat(parts)))),
];

it.each([
  { name: 'nothing', parts: [text('nothing')], found: [] },
  { name: 'one by itself', parts: [file], found: [0] },
  {
    name: 'two with bytes around',
    parts: [text('12345'), file, text('x'), file, new Uint8Array(3000)],
    found: [5, 6 + file.length],
  },
  {
    name: 'one across the seam of two pieces',
    parts: [new Uint8Array(2 ** 20 - 4), file],
    found: [2 ** 20 - 4],
  },
  { name: 'a signature alone', parts: [signature, new Uint8Array(1000), file], found: [1008] },
  { name: 'a header alone', parts: [file.slice(0, 512)], found: [] },
  {
    name: 'one after a hundred signatures',
    parts: [...Array.from({ length: 100 }, () => signature), file],
    found: [],
  },
])('$name', ({ parts, found }) => {
  expect(find(...parts)).toEqual(found.map((offset) => ({ offset, size: file.length })));
});

it('does not search a compound file for others', () => {
  const outer = buildPackage({ files: [], streams: { inner: file } }).msi;
  expect(find(outer)).toEqual([{ offset: 0, size: outer.length }]);
});

it('ends after so many bytes without a compound file', () => {
  const between = new Uint8Array(3 * 2 ** 20);
  const bytes = new Uint8Array(Buffer.concat([between, file, between, file]));
  const find = (reach: number) =>
    [...findCompoundFiles(new BufferSource(bytes), reach)].map((one) => one.offset);
  expect(find(2 ** 20)).toEqual([]);
  expect(find(between.length)).toEqual([between.length, 2 * between.length + file.length]);
});
