import { describe, expect, it } from 'vitest';
import { hashesOfLines } from '../../../src/hotfix/article/hash-lines.js';

const md5 = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const sha256 = `${md5}${md5}`;
const other = sha256.replaceAll('0', '1');
const base64 = Buffer.from(sha256, 'hex').toString('base64');
const base64Url = base64.replaceAll('+', '-').replaceAll('/', '_').replace('=', '');
const md5Base64 = Buffer.from(md5, 'hex').toString('base64');
const read = (text: string) => {
  const { hashes, unread } = hashesOfLines(text.split('\n'));
  return { hashes: hashes.map(({ file, digest }) => [file, digest]), unread };
};

describe('the hashes in lines', () => {
  it.each([
    ['a list item', `a.exe: ${sha256}`],
    ['base64 behind "is"', `SHA-256 of a.exe is ${base64}`],
    ['base64 in a list item', `a.exe: ${base64}`],
    ['base64 of addresses', `SHA256 (a.exe) is ${base64Url}`],
    ['base64 behind brackets', `SHA256(a.exe)= ${base64}`],
    ['base64 in a German sentence', `Der SHA-256-Hashwert von a.exe lautet ${base64}.`],
    ['base64 in a Japanese sentence', `a.exe の SHA-256 ハッシュは ${base64} です`],
    ['the attribute integrity', `a.exe integrity sha256-${base64}`],
    ['the same in quotes', `<script src="a.exe" integrity="sha256-${base64}">`],
    ['sha256sum', `${sha256} *a.exe`],
    ['BSD', `SHA256 (a.exe) = ${sha256}`],
    ['Get-FileHash', `SHA256          ${sha256.toUpperCase()}       C:\\temp\\a.exe`],
    ['Get-FileHash | Format-List', `Algorithm : SHA256\nHash      : ${sha256}\nPath      : C:\\temp\\a.exe`],
    ['certutil', `SHA256 hash of a.exe:\n${sha256}\nCertUtil: -hashfile command completed successfully.`],
    [
      'certutil of Windows 7',
      `SHA256 hash of file a.exe:\n${sha256.match(/../g)!.join(' ')}\nCertUtil: done`,
    ],
    ['two lines', `Hash : ${sha256.slice(0, 40)}\n       ${sha256.slice(40)}\nPath : .\\a.exe`],
    ['two lines of the size of another', `SHA256 of a.exe: ${md5}\n${md5}`],
    ['7-Zip', `Name: a.exe\nSize: 17768 bytes\nSHA256: ${sha256}`.replace('Size: 17768 bytes\n', '')],
    ['a term and its description', `a.exe\nSHA-256: ${sha256}\nb.exe`],
  ])('are read: %s', (_, text) => {
    expect(read(text)).toEqual({ hashes: [['a.exe', sha256]], unread: [] });
  });

  it('are read by several algorithms', () => {
    expect(read(`MD5 of a.exe is ${md5Base64}\nb.exe MD5 ${md5} SHA256 ${sha256}`)).toEqual({
      hashes: [
        ['a.exe', md5],
        ['b.exe', md5],
        ['b.exe', sha256],
      ],
      unread: [],
    });
  });

  it.each([
    ['names above', `a.exe\nSHA256: ${sha256}\nb.exe\nSHA256: ${other}`],
    ['names below', `${sha256}\na.exe\n${other}\nb.exe`],
    [
      'Get-FileHash | Format-List',
      ['a.exe', 'b.exe']
        .map(
          (name, i) =>
            `Algorithm : SHA256\nHash      : ${i === 0 ? sha256 : other}\nPath      : C:\\x\\${name}`,
        )
        .join('\n'),
    ],
    [
      'certutil',
      ['a.exe', 'b.exe']
        .map((name, i) => `SHA256 hash of ${name}:\n${i === 0 ? sha256 : other}\nCertUtil: -hashfile done`)
        .join('\n'),
    ],
  ])('of several files: %s', (_, text) => {
    expect(read(text).hashes).toEqual([
      ['a.exe', sha256],
      ['b.exe', other],
    ]);
  });

  it.each([
    `a.exe: ${sha256.slice(1)}`,
    `${sha256.slice(2)} *a.exe`,
    `a.exe SHA-256: ${sha256.slice(1)}`,
    `SHA-256 of a.exe is ${sha256.slice(4)}`,
    `a.exe MD5 ${md5} SHA256 ${sha256.slice(1)}`,
    'CRC32 of a.exe is 1A2B3C4D',
    'a.exe: 0a1b2c3d…e7f80912',
    'a.exe 0a1b2c3d4e5f...',
    `Hachage SHA256 de a.exe : ${sha256.slice(2)}`,
    'CRC32 of a.exe is 12345678',
    'CRC64 of a.exe is 1A2B3C4D5E6F7081',
    'The CRC-32 checksum of a.exe is 0x1A2B3C4D.',
    'a.exe (CRC32 1A2B3C4D)',
    'Checksum of a.exe (SHA256) is 0a1b2c3d',
    'Prüfsumme von a.exe: 1A2B3C4D',
    'Prüfziffer von a.exe ist 1A2B3C4D',
    'Somme de contrôle de a.exe : 1A2B3C4D',
    'a.exe のチェックサムは 1A2B3C4D です',
    'Контрольная сумма a.exe — 1A2B3C4D',
    `a.exe integrity sha256-${base64.slice(4)}`,
    `SHA-256 of a.exe is ${base64.slice(4)}`,
  ])('that cannot be read are named: %s', (text) => {
    expect(read(text).unread).toEqual([text]);
  });

  it.each([
    ['a term', `a.exe\n${sha256.slice(1)}`],
    ['a checksum below its word', 'a.exe\nCRC32\n1A2B3C4D'],
    ['a checksum behind its word', 'a.exe\nCRC32: 1A2B3C4D'],
    ['7-Zip', 'Name: a.exe\nCRC32: 12345678'],
  ])('that cannot be read are named: %s', (_, text) => {
    expect(read(text)).toMatchObject({ hashes: [], unread: [expect.any(String)] });
  });

  it.each([
    ['headings of columns', 'File name CRC32\na.exe 1A2B3C4D\nb.exe 00112233'],
    [
      'the same with more facts',
      'File name File version CRC32\na.exe 1.0.0.1 1A2B3C4D\nb.exe 1.0.0.1 11223344',
    ],
  ])('that cannot be read are named in each row below %s', (_, text) => {
    expect(read(text).unread).toEqual(text.split('\n').slice(1));
  });

  it.each([
    ['a hash alone', sha256],
    ['a short hash in a line', `The update: ${md5}`],
    ['a hash of no file', `SHA256: ${sha256}`],
    ['a hash of two files', `a.exe and b.exe: ${sha256}`],
    [
      'one below prose about a file',
      `Copy a.exe to each computer of the site that runs the client.\nMD5: ${md5}`,
    ],
  ])('are of no file: %s', (_, text) => {
    expect(read(text).hashes.map(([file]) => file)).toEqual([null]);
  });

  it.each([
    'The tool checks the hash of a.exe before it runs.',
    'SHA-2 code signing support was added in 4.0.6487.2111 (2009-10-08 04:00).',
    'Digest authentication fails with error 0x80070005 in a.exe',
    'The hash of a.exe does not match: error 0x80096010',
    'a.exe now uses SHA-256 to sign certificates instead of MD5.',
    'Certificate hash selection: {12345678-1234-1234-1234-123456789abc} in a.exe',
    `a.pdb/${md5.toUpperCase()}1/`,
    'a.exe 4.0.6487.2111 17,768 08-Dec-2009 04:00 x86',
    'Download: https://host.example/download/2/3/5/2357E10C0a1b2c3d4e5f60718293a4/a.exe',
    `X86_${md5}_31bf3856ad364e35_6.0.6002.22290_none_6e3c8d.manifest 1,234 08-Dec-2009`,
    'The checksum feature of a.exe was added in 2009-10-08.',
    'Hash of KB977203 in a.exe',
    `HKEY_CLASSES_ROOT\\Installer\\Products\\${md5}`,
    'a.exe ... and b.exe',
    'a.exe version 4.0.6487... or later',
    'See https://host.example/0a1b2c3d4e... for a.exe',
  ])('are not seen in other text: %s', (text) => {
    expect(read(text)).toEqual({ hashes: [], unread: [] });
  });

  it('have their line beside them', () => {
    expect(hashesOfLines([`a.exe (x64): ${sha256}`]).hashes).toMatchObject([
      { file: 'a.exe', beside: { cells: ['a.exe (x64):  '], kinds: [], above: [] } },
    ]);
  });
});
