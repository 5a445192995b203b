import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { readCutArchive } from '../../../src/formats/zip/cut-archive.js';
import { ZipArchive } from '../../../src/formats/zip/zip-archive.js';
import { buildZip, type ZipFilePlan } from '../../support/zip-builder.js';

const noise = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff);
const files: ZipFilePlan[] = [
  { name: 'a.txt', bytes: 'first' },
  { name: 'dir/b.bin', bytes: noise(3000), method: 0 },
  { name: 'c.bin', bytes: noise(5000) },
];

const open = (bytes: Uint8Array) => {
  const cut = readCutArchive(new BufferSource(bytes));
  return { ...cut, archive: cut.source && ZipArchive.open(cut.source) };
};
const bytesOf = (archive: ZipArchive, index: number): Buffer =>
  Buffer.concat([...archive.pieces(archive.entries[index]!)].map((piece) => piece.slice()));

describe.each([
  ['sizes in front of the data', false],
  ['sizes behind the data', true],
])('an archive that was cut, with %s', (_, descriptor) => {
  const zip = buildZip({ files: files.map((file) => ({ ...file, descriptor })) });
  const directory = Buffer.from(zip).indexOf('PK\u0001\u0002');

  it('lists the files before the cut and the one that is cut', () => {
    const { archive, cutAt, error } = open(zip.subarray(0, directory - 100));
    expect(archive!.entries.map(({ name }) => name)).toEqual(['a.txt', 'dir/b.bin', 'c.bin']);
    expect(archive!.entries.map(({ headerOffset }) => headerOffset === cutAt)).toEqual([false, false, true]);
    expect(bytesOf(archive!, 0).toString()).toBe('first');
    expect(bytesOf(archive!, 1).equals(Buffer.from(noise(3000)))).toBe(true);
    expect(error().message).toMatch(
      /^the zip archive ends at least [\d,]+ bytes? too early: the download is incomplete$/,
    );
  });

  it('has all files where only the directory is cut', () => {
    const { archive, cutAt } = open(zip.subarray(0, directory + 10));
    expect(cutAt).toBeNull();
    expect(archive!.entries).toHaveLength(3);
    expect(bytesOf(archive!, 2).equals(Buffer.from(noise(5000)))).toBe(true);
  });

  it('never claims that more is missing than is', () => {
    for (let length = 4; length < zip.length; length += 97) {
      const { error } = open(zip.subarray(0, length));
      const missing = Number(/at least ([\d,]+)/.exec(error().message)![1]!.replaceAll(',', ''));
      expect(missing).toBeLessThanOrEqual(zip.length - length);
    }
  });
});

it('has nothing where the first header is not all there', () => {
  const { source, cutAt } = readCutArchive(new BufferSource(buildZip({ files }).subarray(0, 20)));
  expect([source, cutAt]).toEqual([null, null]);
});
