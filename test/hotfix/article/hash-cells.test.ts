import { describe, expect, it } from 'vitest';
import { hashesOfCells } from '../../../src/hotfix/article/hash-cells.js';

const md5 = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const sha256 = `${md5}${md5}`;
const base64 = Buffer.from(sha256, 'hex').toString('base64');
const table = (text: string) => text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
const read = (text: string) => {
  const { hashes, unread } = hashesOfCells(table(text));
  return { hashes: hashes.map(({ file, digest }) => [file, digest]), unread };
};

describe('the hashes in cells', () => {
  it.each([
    ['a column', `File name | SHA256\na.exe | ${sha256}`],
    ['a column below another heading', `File name | Something\na.exe | ${sha256}`],
    ['base64', `File name | Hash\na.exe | ${base64}`],
    ['base64 without its end', `File name | Hash\na.exe | ${base64.replace('=', '')}`],
    ['the attribute integrity', `File name | Integrity\na.exe | sha256-${base64}`],
    [
      'the table of Get-FileHash',
      `Algorithm | Hash | Path | Length\nSHA256 | ${sha256} | C:\\x\\a.exe | 17768`,
    ],
    ['a sentence', `File name | Description\na.exe | SHA256 is ${base64}`],
    ['the name of the algorithm in the cell', `File name | Note\na.exe | SHA256: ${base64}`],
  ])('are read: %s', (_, text) => {
    expect(read(text)).toEqual({ hashes: [['a.exe', sha256]], unread: [] });
  });

  it('are read where one is broken into lines', () => {
    const rows = [
      ['File name', 'SHA256'],
      ['a.exe', `${md5}\n${md5}`],
    ];
    expect(hashesOfCells(rows).hashes.map(({ digest }) => digest)).toEqual([sha256]);
  });

  it.each([
    ['File name | CRC32\na.exe | 1A2B3C4D', '1A2B3C4D'],
    ['File name | Prüfziffer\na.exe | 1A2B3C4D', '1A2B3C4D'],
    ['File name | Note\na.exe | 1A2B3C4D\nb.exe | 00112233', '1A2B3C4D 00112233'],
    ['File name | Whatever\na.exe | 0x1A2B3C4D', '0x1A2B3C4D'],
    ['File name | Whatever\na.exe | 1A2B-3C4D', '1A2B-3C4D'],
    ['File name | Whatever\na.exe | 1A2B3C4D1A2B3C4D', '1A2B3C4D1A2B3C4D'],
    ['File name | Description\na.exe | CRC32 is 1A2B3C4D', 'CRC32 is 1A2B3C4D'],
    ['File name | a.exe\nCRC32 | 1A2B3C4D', '1A2B3C4D'],
    ['File name | a.exe\nCRC | 1A2B', '1A2B'],
    ['File name | Mark\na.exe | 0a1b2c3d…', '0a1b2c3d…'],
    ['File name | Mark\na.exe | 0a1b2c3d...e7f8', '0a1b2c3d...e7f8'],
    [`File name | Hashes\na.exe | ${md5} ${sha256.slice(1)}`, `${md5} ${sha256.slice(1)}`],
    [`File name | SHA256\na.exe | \uFFFC`, '\uFFFC'],
    ['File name | SHA256\na.exe | see below', 'see below'],
    [`File name | Mark\na.exe | ${sha256.slice(1)}`, sha256.slice(1)],
  ])('that cannot be read are named: %j', (text, unread) => {
    expect(read(text).unread.join(' ')).toBe(unread);
  });

  it.each([
    'File name | SHA256\na.exe | \u2014\nb.exe | \u2013\nc.exe | -\nd.exe | N/A\ne.exe | \u2212\nf.exe | \u2014\u2014',
    'File name | SHA256\na.exe | Not available\nb.exe | None\nc.exe |',
    'File name | Date\na.exe | 20091208\nb.exe | 20090201',
    'File name | Number\na.exe | 12345678\nb.exe | 20090201',
    'File name | Public key token\na.exe | 31bf3856ad364e35',
    'File name | Locale ID\na.exe | 0000040C',
    'File name | Component ID\na.exe | {8A69D345-D564-463C-AFF1-A69D9E530F96}',
    'Symptom | Cause\nError 0x80070005 | Hash mismatch\nThe service stops | Access is denied',
    'File name | Platform\na.exe | x86',
    'SHA256 | a.exe | 17768',
  ])('are not seen in other cells: %j', (text) => {
    expect(read(text)).toEqual({ hashes: [], unread: [] });
  });

  it('have beside them what tells their files apart', () => {
    const rows = table(`File name | Platform | SHA256\na.dll | x86 | ${sha256}`);
    expect(hashesOfCells(rows, ['For x64']).hashes).toMatchObject([
      { beside: { cells: ['a.dll', 'x86', ' '], kinds: ['name', 'platform', 'other'], above: ['For x64'] } },
    ]);
    const within = table(`File name | SHA256\nx64 |\na.dll | ${sha256}`);
    expect(hashesOfCells(within, ['x86']).hashes).toMatchObject([{ beside: { above: ['x64'] } }]);
  });
});
