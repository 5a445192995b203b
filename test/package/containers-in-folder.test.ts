import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import {
  containerExtensions,
  contentTest,
  extensionOf,
  type FileContent,
  mayCarry,
} from '../../src/package/containers-in-folder.js';
import { cabinetOf, selfExtractor } from '../support/container-builder.js';
import { standInPath, text } from '../support/package-folder.js';
import { buildExecutable } from '../support/portable-executable-builder.js';
import { buildZip, join } from '../support/zip-builder.js';

const bytesOf = (value: Uint8Array | string): Uint8Array => (typeof value === 'string' ? text(value) : value);
const zipOf = (files: Record<string, Uint8Array | string>) =>
  buildZip({ files: Object.entries(files).map(([name, value]) => ({ name, bytes: bytesOf(value) })) });
const classify = (
  name: string,
  bytes: Uint8Array,
  isWanted = (_: string, file: string) => file === 'a.dll',
) => {
  const source = Object.assign(new BufferSource(bytes), { close: () => undefined });
  return contentTest(isWanted)({ name, size: bytes.length, openInPlace: () => source });
};

const cabinet = cabinetOf({ 'x.dll': 'x' });
const program = buildExecutable({ platform: 'x86' });
const manifest = { 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0' };
const office = { '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' };
const disc = new Uint8Array(0x9000);
disc.set(text('CD001'), 0x8001);
const tar = new Uint8Array(1024);
tar.set(text('ustar'), 257);

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n');
/** Files as text, by RFC 2045, RFC 4648 and POSIX (uuencode). */
const textContents = [
  ['a file as text (Base64)', base64(zipOf({ 'a.dll': 'x' }))],
  ['a file as text (Base64)', base64(program)],
  [
    'a file as text (Base64)',
    `-----BEGIN CERTIFICATE-----\r\n${base64(cabinet)}\r\n-----END CERTIFICATE-----\r\n`,
  ],
  ['a file as text (uuencode)', 'begin 644 a.dll\n#86)C\n`\nend\n'],
  ['a file as text (uuencode)', 'begin-base64 644 a.dll\nYWJj\n====\n'],
  [
    'a message (MIME) with encoded parts',
    'From: a@b.example\nMIME-Version: 1.0\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\nUEsDBBQ=\n',
  ],
  ['a PDF document with files in it', '%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile >>\n'],
] as const;
const disk = new Uint8Array(65_536);
disk.set([0xeb, 0x3c, 0x90]);
disk.set([0x55, 0xaa], 510);
const arc = join(text('\x1a\x08a.dll\0'), new Uint8Array(60));

it.each<{ what: string; bytes: Uint8Array; content: FileContent }>([
  { what: 'a zip archive', bytes: zipOf({ 'b.txt': 'x' }), content: 'container' },
  {
    what: 'a zip archive that is cut',
    bytes: zipOf({ 'b.txt': 'x'.repeat(99) }).subarray(0, 45),
    content: 'container',
  },
  {
    what: 'a part of a spanned archive',
    bytes: join(text('PK\x07\x08'), zipOf({ b: 'x' })),
    content: 'container',
  },
  { what: 'an archive without files', bytes: zipOf({}), content: 'plain' },
  {
    what: 'an archive behind other bytes',
    bytes: join(text('x'.repeat(700)), zipOf({ b: 'x' })),
    content: 'container',
  },
  { what: 'a cabinet', bytes: cabinet, content: 'container' },
  { what: 'a package', bytes: readFileSync(standInPath(2)), content: 'container' },
  { what: 'a self-extractor', bytes: selfExtractor(cabinet), content: 'container' },
  { what: 'a program', bytes: program, content: 'plain' },
  { what: 'text', bytes: text('PKZIP is a program of PKWARE, MZ are initials'), content: 'plain' },
  {
    what: 'a certificate',
    bytes: text(`-----BEGIN CERTIFICATE-----\n${base64(new Uint8Array(99).fill(48))}`),
    content: 'plain',
  },
  { what: 'one word', bytes: text('a'.repeat(600)), content: 'plain' },
  {
    what: 'a message of text',
    bytes: text('From: a@b.example\nMIME-Version: 1.0\n\nHello'),
    content: 'plain',
  },
  { what: 'a document', bytes: text('%PDF-1.4\n1 0 obj\n<< /Type /Page >>\n'), content: 'plain' },
  { what: 'a boot sector', bytes: disk.subarray(0, 512), content: 'plain' },
  {
    what: 'a library with an archive as resource',
    bytes: buildExecutable({
      platform: 'x86',
      dll: true,
      resources: [{ type: 10, name: 1, data: zipOf({ 'a.dll': 'x' }) }],
    }),
    content: 'container',
  },
  {
    what: 'a library with a package as resource of its own type',
    bytes: buildExecutable({
      platform: 'x64',
      dll: true,
      resources: [{ type: 'MSI', name: 'X', data: readFileSync(standInPath(2)) }],
    }),
    content: 'container',
  },
  {
    what: 'a library with a cabinet behind it',
    bytes: join(buildExecutable({ platform: 'x86', dll: true }), cabinet),
    content: 'container',
  },
  {
    what: 'a signed library with an archive behind its certificates',
    bytes: join(
      buildExecutable({ platform: 'x86', dll: true, certificate: new Uint8Array(99) }),
      zipOf({ 'a.dll': 'x' }),
    ),
    content: 'container',
  },
  {
    what: 'a signed library',
    bytes: buildExecutable({ platform: 'x86', dll: true, certificate: new Uint8Array(99) }),
    content: 'plain',
  },
  {
    what: 'a library with a damaged cabinet behind it',
    bytes: join(buildExecutable({ platform: 'x86', dll: true }), cabinet.subarray(0, 50)),
    content: 'container',
  },
  {
    what: 'a library with other resources',
    bytes: buildExecutable({
      platform: 'x86',
      dll: true,
      resources: [{ type: 10, name: 1, data: text('x'.repeat(300)) }],
    }),
    content: 'plain',
  },
  {
    what: 'a program with the data of a setup behind it',
    bytes: join(program, text(`\0\0\0\0NullsoftInst${'x'.repeat(99)}`)),
    content: 'container',
  },
  {
    what: 'a library with symbols that name a setup',
    bytes: join(buildExecutable({ platform: 'x86', dll: true }), text(`${'x'.repeat(99)}InstallShield`)),
    content: 'plain',
  },
  { what: 'a disc image', bytes: disc, content: { unread: 'a CD or DVD image (ISO)' } },
  { what: 'a tar archive', bytes: tar, content: { unread: 'a tar archive' } },
  {
    what: 'a 7z archive',
    bytes: join(new Uint8Array([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]), new Uint8Array(40)),
    content: { unread: 'a 7z archive' },
  },
  ...(
    [
      ['an ARJ archive', '\x60\xea'],
      ['an ACE archive', '\0\0\0\0\0\0\0**ACE**'],
      ['an LHA archive (LZH)', '\x20\0-lh5-'],
      ['an ar archive or Debian package', '!<arch>\ndebian-binary   '],
      ['a cpio archive', '070701'],
      ['an RPM package', '\xed\xab\xee\xdb'],
      ['a compiled help file (CHM)', 'ITSF\x03\0'],
      ['an archive of InstallShield 3 (.z)', '\x13\x5d\x65\x8c'],
      ['an LZ4 file', '\x04\x22\x4d\x18'],
      ['a disk image (VHD)', 'conectix'],
      ['a thin ar archive, which names files beside it', '!<thin>\n'],
      ['a cpio archive', '\x71\xc7'],
      ['a delta of Windows Update (PA31)', 'PA31'],
      ['a delta of Windows Update', 'DCS\x01'],
      ['a compressed file of the setup of Windows', 'SPIS\x1aLH5'],
      ['a mailbox of Outlook (PST)', '!BDN'],
      ['an attachment of messages (TNEF, winmail.dat)', '\x78\x9f\x3e\x22'],
      ['a section of OneNote', '\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d'],
      ['an image of a volume (ReFS)', '\0\0\0ReFS\0\0\0\0'],
    ] as const
  ).map(([unread, start]) => ({
    what: unread,
    bytes: join(Buffer.from(start, 'latin1'), new Uint8Array(200)),
    content: { unread },
  })),
  ...(['koly', 'conectix'] as const).map((mark) => ({
    what: `a disk image that ends with ${mark}`,
    bytes: join(new Uint8Array(700).fill(7), text(mark), new Uint8Array(508 - (mark.length - 4))),
    content: { unread: mark === 'koly' ? 'a disk image of macOS (DMG)' : 'a disk image (VHD)' },
  })),
  ...textContents.map(([unread, lines]) => ({ what: unread, bytes: text(lines), content: { unread } })),
  { what: 'an image of a disk', bytes: disk, content: { unread: 'an image of a disk or volume' } },
  { what: 'an ARC archive', bytes: arc, content: { unread: 'an ARC archive' } },
  {
    what: 'a package behind zeros',
    bytes: join(new Uint8Array(512), readFileSync(standInPath(2))),
    content: 'container',
  },
  { what: 'nothing but zeros', bytes: new Uint8Array(2000), content: 'plain' },
  { what: 'nothing', bytes: new Uint8Array(0), content: 'plain' },
])('tells $what by its content, whatever its name is', ({ bytes, content }) => {
  for (const name of ['w.txt', 'w', 'w.dat', 'w.001', 'w.zip.1', 'w.com', 'w.dll', 'w.jar']) {
    expect(classify(name, bytes), name).toEqual(content);
  }
});

it.each<{ what: string; files: Record<string, Uint8Array | string>; content: FileContent }>([
  { what: 'of Java', files: { ...manifest, 'a/B.class': '\xca\xfe' }, content: 'application' },
  { what: 'of Office', files: office, content: 'application' },
  {
    what: 'with a file that is looked for',
    files: { ...manifest, 'lib/a.dll': program },
    content: 'container',
  },
  { what: 'with another program', files: { ...manifest, 'lib/b.dll': program }, content: 'application' },
  { what: 'with an archive', files: { ...office, 'b.zip': 'x' }, content: 'container' },
  {
    what: 'with an archive under another name',
    files: { ...office, 'b.xml': zipOf({ c: 'x' }) },
    content: 'container',
  },
  {
    what: 'with a self-extractor',
    files: { ...office, 'b.bin': selfExtractor(cabinet) },
    content: 'container',
  },
  { what: 'with a format that is not read', files: { ...manifest, 'b.7z': 'x' }, content: 'container' },
  { what: 'of APPX', files: { ...office, 'AppxManifest.xml': '<x/>' }, content: 'container' },
  { what: 'of NuGet', files: { ...office, 'b.nuspec': '<x/>' }, content: 'container' },
  { what: 'of Visual Studio', files: { ...office, 'extension.vsixmanifest': '<x/>' }, content: 'container' },
  { what: 'of no application', files: { 'b.class': 'x' }, content: 'container' },
])('looks into the names of an archive $what', ({ files, content }) => {
  expect(classify('w.jar', zipOf(files))).toEqual(content);
});

it.each([
  ['a.chm', 'ITSF\x03\0'],
  ['a.lib', '!<arch>\n/     '],
])('takes a file of a usual kind for what it is called: %s', (name, start) => {
  const bytes = join(Buffer.from(start, 'latin1'), new Uint8Array(200));
  expect(classify(name, bytes)).toBe('plain');
  expect(classify('a.dat', bytes)).toMatchObject({ unread: expect.any(String) });
});

it('searches what may have an archive behind other data', () => {
  const bytes = join(text('x'.repeat(99)), cabinet, text('y'.repeat(99)));
  expect(classify('w.bin', bytes)).toBe('container');
  expect(classify('w', bytes)).toBe('container');
  expect(classify('w.txt', bytes)).toBe('plain');
});

it('has an answer for a program that cannot be read, and nothing to say of other files', () => {
  const test = contentTest(() => false);
  expect(test({ name: 'a.exe', size: 99, openInPlace: () => null })).toBe('container');
  expect(test({ name: 'a.txt', size: 99, openInPlace: () => null })).toBe('plain');
});

it('knows names', () => {
  expect(['a.ZIP', 'a', 'a.tar.gz'].map(extensionOf)).toEqual(['zip', 'a', 'gz']);
  expect(['a', 'a.dat', 'a.dll'].map(mayCarry)).toEqual([true, true, false]);
  expect(['msi', 'cab', 'exe', 'sfx'].map((one) => containerExtensions.has(one))).toEqual([
    true,
    true,
    false,
    true,
  ]);
});
