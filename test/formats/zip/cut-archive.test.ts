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

  it('knows how much of its end is missing', () => {
    for (const missing of [1, 21, 22, 23]) {
      const { error } = open(zip.subarray(0, zip.length - missing));
      expect(error()).toMatchObject({
        code: 'ZIP_TRUNCATED',
        message: expect.stringMatching(`ends at least ${missing} bytes? too early`) as string,
      });
    }
  });

  it('never claims that more is missing than is', () => {
    for (let length = 4; length < zip.length; length += 97) {
      const { error } = open(zip.subarray(0, length));
      const missing = Number(/at least ([\d,]+)/.exec(error().message)![1]!.replaceAll(',', ''));
      expect(missing).toBeLessThanOrEqual(zip.length - length);
    }
  });
});

const listed =
  'the zip archive is damaged: no end record agrees with its directory, so the headers before its files are followed';
const notListed =
  'the zip archive is damaged or incomplete: other bytes lie where its next file or its directory should begin';

it.each<[string, 'ZIP_CORRUPT' | 'ZIP_TRUNCATED', string, (bytes: Uint8Array, end: number) => void]>([
  [
    'counts entries but no bytes of a directory',
    'ZIP_CORRUPT',
    listed,
    (bytes, end) => bytes.fill(0, end + 12, end + 16),
  ],
  [
    'has a directory before the file',
    'ZIP_CORRUPT',
    listed,
    (bytes, end) => bytes.fill(0x7f, end + 12, end + 16),
  ],
  ['has a directory elsewhere', 'ZIP_CORRUPT', listed, (bytes, end) => bytes.fill(0x7f, end + 16, end + 20)],
  ['has another signature', 'ZIP_CORRUPT', listed, (bytes, end) => bytes.fill(9, end, end + 4)],
  [
    'follows other bytes',
    'ZIP_TRUNCATED',
    notListed,
    (bytes, end) => bytes.fill(9, Buffer.from(bytes).indexOf('PK\u0001\u0002'), end),
  ],
])('does not say that bytes are missing where the end record %s', (_, code, message, change) => {
  const extra = new Uint8Array(40);
  const bytes = buildZip({ files: files.map((file) => ({ ...file, extra })) });
  change(bytes, bytes.length - 22);
  const { error, archive } = open(bytes);
  expect(error()).toMatchObject({ code, message });
  expect(archive!.entries).toHaveLength(3);
});

it('says what is missing of a directory with long entries', () => {
  const extra = new Uint8Array(400);
  const bytes = buildZip({ files: files.map((file) => ({ ...file, extra })) });
  const { error } = open(bytes.subarray(0, -5));
  expect(error().message).toMatch(/ends at least 5 bytes too early/);
});

it('has nothing where the first header is not all there', () => {
  const { source, cutAt } = readCutArchive(new BufferSource(buildZip({ files }).subarray(0, 20)));
  expect([source, cutAt]).toEqual([null, null]);
});
