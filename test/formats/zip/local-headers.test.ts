import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { compareLocalHeaders } from '../../../src/formats/zip/local-headers.js';
import { ZipArchive } from '../../../src/formats/zip/zip-archive.js';
import { CountingSource } from '../../support/byte-sources.js';
import { buildZip, fields, join, type ZipFilePlan, type ZipPlan } from '../../support/zip-builder.js';

const open = (plan: ZipPlan) => ZipArchive.open(new BufferSource(buildZip(plan)))!;
const file = (more: Partial<ZipFilePlan> = {}): ZipFilePlan => ({ name: 'a.dll', bytes: 'alpha', ...more });
const other: ZipFilePlan = { name: 'b.dll', bytes: 'beta '.repeat(20), method: 0 };

describe('what the header before a file says', () => {
  it.each<{ what: string; plan: ZipFilePlan; expected: string; found: string }>([
    {
      what: 'name',
      plan: file({ local: { name: 'evil.dll' } }),
      expected: '"a.dll"',
      found: '"evil.dll"',
    },
    { what: 'name', plan: file({ local: { name: 'ä.dll' } }), expected: '"a.dll"', found: '"├ñ.dll"' },
    { what: 'method', plan: file({ local: { method: 0 } }), expected: 'deflate', found: 'stored' },
    { what: 'size', plan: file({ local: { size: 6 } }), expected: '5', found: '6' },
    { what: 'size', plan: file({ local: { size: 0 } }), expected: '5', found: '0' },
    { what: 'compressed size', plan: file({ local: { compressedSize: 3 } }), expected: '7', found: '3' },
    { what: 'CRC-32', plan: file({ local: { crc: 0 } }), expected: 'd0e0396a', found: '00000000' },
    {
      what: 'CRC-32',
      plan: file({ crc: 0, local: { crc: 0x12345678 } }),
      expected: '00000000',
      found: '12345678',
    },
    {
      what: 'CRC-32',
      plan: file({ password: 'x', local: { crc: 1 } }),
      expected: 'd0e0396a',
      found: '00000001',
    },
  ])('is compared: $what', ({ what, plan, expected, found }) => {
    expect(open({ files: [other, plan] }).warnings).toEqual([
      {
        code: 'ZIP_CORRUPT',
        message: `the directory of the archive and the header before a file differ: a.dll (${what}); the directory is followed, and other programs may follow the header`,
        entry: 'a.dll',
        offset: expect.any(Number) as number,
        structure: 'local file header',
        expected,
        found,
      },
    ]);
  });

  it.each<[string, ZipPlan]>([
    [
      'a name with backslashes in one of them',
      { files: [file({ name: 'x/a.dll', local: { name: 'x\\a.dll' } })] },
    ],
    ['a name beyond ASCII', { files: [file({ name: 'ä.dll', local: { name: 'ö.dll' } })] }],
    ['what follows the data', { files: [file({ descriptor: true }), other] }],
    [
      'sizes in the zip64 field',
      { files: [file({ local: { size: 0xffffffff, compressedSize: 0xffffffff } }), other] },
    ],
    ['zip64', { files: [file(), other], zip64: true }],
    ['an encrypted file', { files: [file({ password: 'x' }), file({ name: 'c', password: 'x', aes: 256 })] }],
    ['bytes before the archive', { files: [file(), other], before: new Uint8Array(500).fill(0x50) }],
    [
      'bytes before it that count',
      { files: [file()], before: new Uint8Array(500).fill(0x50), fromFileStart: true },
    ],
  ])('may be written otherwise: %s', (_, plan) => {
    expect(open(plan).warnings).toEqual([]);
  });

  it('is said once for many files', () => {
    const files = Array.from({ length: 6 }, (_, i) => file({ name: `${i}`, local: { crc: 1 } }));
    expect(open({ files }).warnings.map(({ message }) => message)).toEqual([
      'the directory of the archive and the header before 6 files differ: 0 (CRC-32), 1 (CRC-32), 2 (CRC-32), 3 (CRC-32) and 2 more; the directory is followed, and other programs may follow the header',
    ]);
  });
});

describe('files that the directory leaves out', () => {
  const hidden = (names: string): RegExp =>
    new RegExp(
      `^the archive has \\d files? that its directory does not list and that w\\w+ not looked at: ${names}$`,
    );

  it.each<[string, ZipPlan, RegExp]>([
    ['the first', { files: [file({ unlisted: true }), other] }, hidden('a\\.dll')],
    ['the middle', { files: [other, file({ unlisted: true }), file({ name: 'c' })] }, hidden('a\\.dll')],
    ['the last', { files: [other, file({ unlisted: true })] }, hidden('a\\.dll')],
    [
      'all but one',
      {
        files: [
          file({ unlisted: true }),
          file({ unlisted: true, name: 'c' }),
          other,
          file({ unlisted: true, name: 'd' }),
        ],
      },
      hidden('a\\.dll, c, d'),
    ],
    [
      'one whose sizes follow it',
      { files: [file({ unlisted: true, descriptor: true }), other] },
      hidden('a\\.dll'),
    ],
    [
      'one behind a stub',
      { files: [file({ unlisted: true }), other], before: new Uint8Array(900) },
      hidden('a\\.dll'),
    ],
    [
      'one behind a stub that counts',
      { files: [file({ unlisted: true }), other], before: new Uint8Array(900), fromFileStart: true },
      hidden('a\\.dll'),
    ],
    ['one without bytes', { files: [other, { name: 'x', method: 0, unlisted: true }] }, hidden('x')],
  ])('are named: %s', (_, plan, message) => {
    const archive = open(plan);
    expect(archive.warnings).toEqual([
      {
        code: 'ZIP_CORRUPT',
        message: expect.stringMatching(message) as string,
        offset: expect.any(Number) as number,
        structure: 'local file header',
      },
    ]);
  });

  it('belong to the archive where nothing lies between', () => {
    const stub = new Uint8Array(900).fill(0x50);
    const files = [file({ unlisted: true }), other];
    expect(open({ files, before: stub }).start).toBe(900);
    expect(open({ files, before: stub, fromFileStart: true }).start).toBe(900);
    expect(open({ files: [other], before: stub, fromFileStart: true }).start).toBe(900);
  });

  it('are searched in linear time, whatever is before the first file', () => {
    const header = fields(
      [4, 0x04034b50],
      [2, 20],
      [2, 8],
      [2, 0],
      [4, 0],
      [4, 0],
      [4, 0],
      [4, 0],
      [2, 1],
      [2, 0],
      [1, 97],
    );
    const before = join(...Array.from({ length: 20_000 }, () => header));
    const archive = open({ files: [other], before, fromFileStart: true });
    expect(archive.start).toBe(before.length);
  });
});

it('counts so many files that the directory leaves out, and reads little for each', () => {
  const count = 50_000;
  const header = Buffer.alloc(31);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(1, 26); // file name length
  header.write('b', 30);
  const archive = new CountingSource(join(header, ...Array<Buffer>(count).fill(header)));
  const first = { ...open({ files: [file()] }).entries[0]!, headerOffset: 0, compressedSize: 0 };
  const { warnings } = compareLocalHeaders(archive, [first], archive.size, 437);
  expect(warnings[0]!.message).toMatch(
    /^the archive has at least 10,000 files that its directory does not list/,
  );
  expect(archive.bytesRead).toBeLessThan(10_000 * 8192);
});
