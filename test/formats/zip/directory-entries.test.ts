import { describe, expect, it } from 'vitest';
import { BufferSource, SliceSource } from '../../../src/core/byte-source.js';
import * as browser from '../../../src/formats/zip/browser/directory-entries.js';
import * as node from '../../../src/formats/zip/directory-entries.js';
import { findEndOfCentralDirectory } from '../../../src/formats/zip/end-of-central-directory.js';
import { buildZip, fields, type ZipPlan } from '../../support/zip-builder.js';

/** All that an entry says, or what is thrown. */
function read(
  from: typeof node | typeof browser,
  zip: Uint8Array,
  end = findEndOfCentralDirectory(new BufferSource(zip))!,
): unknown {
  const source = new BufferSource(zip);
  const archive = new SliceSource(source, 0, end.commentOffset);
  try {
    return [...from.directoryEntries(archive, end.entryCount, end.directoryOffset)].map((entry) => ({
      name: Buffer.from(entry.fileName).toString('latin1'),
      fields: entry.extraFields.map(({ id, data }) => [id, Buffer.from(data).toString('hex')]),
      time: entry.modified().getTime(),
      numbers: [
        entry.versionMadeBy,
        entry.generalPurposeBitFlag,
        entry.compressionMethod,
        entry.lastModFileTime,
        entry.lastModFileDate,
        entry.crc32,
        entry.compressedSize,
        entry.uncompressedSize,
        entry.externalFileAttributes,
        entry.relativeOffsetOfLocalHeader,
      ],
    }));
  } catch (error) {
    return (error as Error).message;
  }
}

const file = { name: 'a.txt', bytes: 'content' };
const unixTime = Buffer.from('5554050001d2029649', 'hex');
const ntfsTime = Buffer.from(
  `0a00200000000000010018000080${'3ed5deb19d01'.padEnd(48 - 4, '0')}`.slice(0, 72),
  'hex',
);

describe('directoryEntries', () => {
  it.each<[string, ZipPlan]>([
    ['nothing', { files: [] }],
    ['two files', { files: [file, { name: 'ä/b.txt', bytes: 'b', flags: 0x800, mode: 0o100644 }] }],
    ['a comment', { files: [file], comment: 'a comment' }],
    ['Zip64', { files: [file, { ...file, name: 'b' }], zip64: true }],
    ['a time of Unix', { files: [{ ...file, extra: unixTime }] }],
    ['a time of NTFS', { files: [{ ...file, extra: ntfsTime }] }],
    ['an impossible time', { files: [{ ...file, modified: new Date(Date.UTC(1980, 0, 1)) }] }],
    ['an extra field that ends too early', { files: [{ ...file, extra: fields([2, 0x5455], [2, 99]) }] }],
    ['strong encryption', { files: [{ ...file, flags: 0x40 }] }],
  ])('reads %s as yauzl does in browsers', (_, plan) => {
    const zip = buildZip(plan);
    const expected = read(node, zip);
    expect(read(browser, zip)).toEqual(expected);
  });

  it('finds a damaged directory damaged, in the words of yauzl', () => {
    const zip = buildZip({ files: [file] });
    const end = findEndOfCentralDirectory(new BufferSource(zip))!;
    zip[end.directoryOffset] = 0;
    expect(read(node, zip, end)).toBe('invalid central directory file header signature: 0x2014b00');
    expect(read(browser, zip, end)).toBe(read(node, zip, end));
  });
});
