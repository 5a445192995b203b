import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { ZipArchive, type ZipArchiveOptions } from '../../../src/formats/zip/zip-archive.js';
import { caught } from '../../support/caught.js';
import { buildZip, fields, type ZipFilePlan, type ZipPlan } from '../../support/zip-builder.js';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function open(plan: ZipPlan, options: ZipArchiveOptions = {}): ZipArchive {
  const archive = ZipArchive.open(new BufferSource(buildZip(plan)), options);
  if (!archive) throw new Error('no archive');
  return archive;
}

function contents(archive: ZipArchive, password: string | null = null): Record<string, string> {
  return Object.fromEntries(
    archive.entries.map((entry) => [
      entry.name,
      text(Buffer.concat([...archive.pieces(entry, password)].map((piece) => Uint8Array.from(piece)))),
    ]),
  );
}

const files = [
  { name: 'a.txt', bytes: 'alpha '.repeat(5000) },
  { name: 'folder/b.txt', bytes: 'beta', method: 0 },
  { name: 'empty', bytes: '' },
];
const expected = { 'a.txt': 'alpha '.repeat(5000), 'folder/b.txt': 'beta', empty: '' };

describe('ZipArchive', () => {
  const stub = new Uint8Array(3000).fill(0x90);
  it.each<[string, Omit<ZipPlan, 'files'>]>([
    ['an archive', {}],
    ['with a comment', { comment: 'a comment' }],
    ['with a comment that looks like an end', { comment: `PK\u0005\u0006${'x'.repeat(30)}` }],
    ['behind a stub, offsets from the archive', { before: stub }],
    ['behind a stub, offsets from the file', { before: stub, fromFileStart: true }],
    ['before a certificate table', { before: stub, behind: new Uint8Array(10_000).fill(1) }],
    ['before two megabytes of something', { behind: new Uint8Array(2 << 20) }],
    ['zip64', { zip64: true }],
    ['zip64 behind a stub, offsets from the archive', { zip64: true, before: stub }],
    ['zip64 behind a stub, offsets from the file', { zip64: true, before: stub, fromFileStart: true }],
  ])('reads %s', (_, plan) => {
    expect(contents(open({ files, ...plan }))).toEqual(expected);
  });

  it('reads files whose sizes follow them, and folders', () => {
    const archive = open({
      files: [{ name: 'a/', method: 0 }, ...files.map((f) => ({ ...f, descriptor: true }))],
    });
    expect(archive.entries.map((entry) => entry.isFolder)).toEqual([true, false, false, false]);
    expect(contents(archive)).toEqual({ 'a/': '', ...expected });
  });

  // As WinRAR and others list folders: 7-Zip takes all of them for folders.
  it.each([
    ['the attribute of MS-DOS', { name: 'f', attributes: 0x10 }, true],
    ['the attribute, besides others', { name: 'f', attributes: 0x31 }, true],
    ['the type of Unix', { name: 'f', mode: 0o40755 }, true],
    ['a name that means the archive', { name: '.' }, true],
    ['such a name with slashes', { name: './.' }, true],
    ['the attribute, but bytes', { name: 'f', attributes: 0x10, bytes: 'x' }, false],
    ['a file of Unix', { name: 'f', mode: 0o100644 }, false],
    ['no attribute', { name: 'f' }, false],
    ['two dots', { name: '..' }, false],
    ['dots in a name', { name: '...' }, false],
  ] as [string, ZipFilePlan, boolean][])(
    'takes an entry with %s for a folder or not',
    (_, plan, isFolder) => {
      expect(open({ files: [{ method: 0, ...plan }] }).entries[0]!.isFolder).toBe(isFolder);
    },
  );

  it('says that a folder has content, which is left out', () => {
    const { warnings, entries } = open({ files: [{ name: 'b.dll/', bytes: 'x' }, { name: 'c/' }, ...files] });
    expect(entries.map(({ isFolder }) => isFolder)).toEqual([true, true, false, false, false]);
    expect(warnings).toEqual([
      {
        code: 'ZIP_CORRUPT',
        message: '1 entry has the name of a folder and content, which is left out: b.dll/',
        entry: 'b.dll/',
      },
    ]);
  });

  it('is null for what is no archive', () => {
    for (const length of [0, 10, 22, 5000]) {
      expect(ZipArchive.open(new BufferSource(new Uint8Array(length)))).toBeNull();
    }
  });

  it('gives what is stored where it lies', () => {
    const archive = open({ files });
    const [deflated, stored] = archive.entries;
    expect(archive.inPlace(deflated!)).toBeNull();
    const source = archive.inPlace(stored!)!;
    expect(text(source.read(0, source.size))).toBe('beta');
  });

  it('decodes names as UTF-8, as the code page given, or as that of the IBM PC', () => {
    const nameBytes = Uint8Array.of(0x81, 0x62); // ü in 437 and 850
    expect(open({ files: [{ name: 'Größe' }] }).entries[0]!.name).toBe('Größe');
    expect(open({ files: [{ name: '', nameBytes }] }).entries[0]!.name).toBe('üb');
    expect(
      open({ files: [{ name: '', nameBytes: Uint8Array.of(0xfc) }] }, { codePage: 1252 }).entries[0]!.name,
    ).toBe('ü');
    expect(open({ files: [{ name: 'a\\b' }] }).entries[0]!.name).toBe('a/b');
  });

  it('takes the name of the Unicode path field where it belongs to this one', () => {
    const unicode = (crc: number): Uint8Array => {
      const name = new TextEncoder().encode('ж.txt');
      return Uint8Array.from([...fields([2, 0x7075], [2, 5 + name.length], [1, 1], [4, crc]), ...name]);
    };
    const crcOfA = 0xe8b7be43;
    expect(open({ files: [{ name: 'a', extra: unicode(crcOfA) }] }).entries[0]!.name).toBe('ж.txt');
    expect(open({ files: [{ name: 'a', extra: unicode(1) }] }).entries[0]!.name).toBe('a');
  });

  it('has the time as UTC where the archive says so, else as it is written', () => {
    const modified = new Date(Date.UTC(2009, 11, 10, 3, 40));
    const extra = fields([2, 0x5455], [2, 5], [1, 1], [4, Date.UTC(2009, 11, 10, 11, 40, 5) / 1000]);
    const archive = open({
      files: [
        { name: 'a', modified },
        { name: 'b', modified, extra },
      ],
    });
    expect(archive.entries.map((entry) => entry.modified?.toISOString())).toEqual([
      '2009-12-10T03:40:00.000Z',
      '2009-12-10T11:40:05.000Z',
    ]);
  });

  it('tells links', () => {
    expect(
      open({
        files: [
          { name: 'a', mode: 0xa1ff },
          { name: 'b', mode: 0x81a4 },
        ],
      }).entries.map((e) => e.isLink),
    ).toEqual([true, false]);
  });

  it.each<[string, string, ZipPlan]>([
    ['parts', 'ZIP_UNSUPPORTED', { files, disk: 2 }],
    ['strong encryption', 'ZIP_UNSUPPORTED', { files: [{ name: 'a', flags: 0x41 }] }],
    [
      'strong encryption of a later file',
      'ZIP_UNSUPPORTED',
      { files: [{ name: '12' }, { name: '34', flags: 0x41 }] },
    ],
    ['an encrypted directory', 'ZIP_UNSUPPORTED', { files: [{ name: 'a', flags: 0x2000 }] }],
    ['AES without its facts', 'ZIP_UNSUPPORTED', { files: [{ name: 'a', method: 99, password: 'x' }] }],
    [
      'shared bytes',
      'CONTAINER_OVERLAP',
      {
        files: [
          { name: 'a', bytes: 'xy' },
          { name: 'b', bytes: 'xy', offset: 0 },
        ],
      },
    ],
    [
      'a file that reaches into the directory',
      'ZIP_CORRUPT',
      { files: [{ name: 'a', compressedSize: 1000 }] },
    ],
    ['an entry without a name', 'ZIP_CORRUPT', { files: [{ name: '' }] }],
  ])('refuses %s', (_, code, plan) => {
    expect(caught(() => contents(open(plan))).code).toBe(code);
  });

  it.each([1, 2, 4, 10])('reads all entries, with a warning, where %d are counted', (count) => {
    const archive = ZipArchive.open(new BufferSource(buildZip({ files, count })))!;
    expect(archive.entries).toHaveLength(3);
    expect(archive.warnings).toMatchObject([{ code: 'ZIP_CORRUPT', expected: count, found: 3 }]);
    expect(ZipArchive.open(new BufferSource(buildZip({ files })))!.warnings).toEqual([]);
  });

  it('refuses more entries than are allowed before it reads them', () => {
    expect(caught(() => open({ files }, { maxEntries: 2 }))).toMatchObject({
      code: 'CONTAINER_TOO_MANY',
      facts: { found: 3 },
    });
  });
});

describe('a flood of end records', () => {
  it.each([
    ['signatures', Buffer.from('PK\u0005\u0006')],
    [
      'records of a directory that is not there',
      Buffer.concat([
        Buffer.from('PK\u0005\u0006'),
        Buffer.from([0, 0, 0, 0, 1, 0, 1, 0, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0]),
      ]),
    ],
  ])('of %s ends soon', (_, unit) => {
    let reads = 0;
    const bytes = Buffer.alloc(4_000_000, unit);
    const source = {
      size: bytes.length,
      read: (offset: number, length: number) => {
        reads++;
        return bytes.subarray(offset, offset + length);
      },
    };
    expect(ZipArchive.open(source)).toBeNull();
    expect(reads).toBeLessThan(5000);
  });

  it('does not hide an archive among them', () => {
    const zip = buildZip({
      files: [{ name: 'a', bytes: 'a' }],
      behind: Buffer.alloc(4 * 900, 'PK\u0005\u0006'),
    });
    expect(ZipArchive.open(new BufferSource(zip))?.entries).toHaveLength(1);
  });
});

it('refuses a directory that is larger than any', () => {
  const size = (32 << 20) + 1000;
  const bytes = Buffer.alloc(size + 22);
  bytes.writeUInt32LE(0x02014b50, 0);
  bytes.writeUInt32LE(0x06054b50, size);
  bytes.writeUInt16LE(1, size + 10);
  bytes.writeUInt32LE(size, size + 12);
  expect(caught(() => ZipArchive.open(new BufferSource(bytes))).code).toBe('CONTAINER_TOO_MANY');
});
