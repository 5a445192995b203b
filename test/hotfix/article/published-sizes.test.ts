import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/hotfix/article/article-blocks.js';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { publishedSizes } from '../../../src/hotfix/article/published-sizes.js';

const lines = (...texts: string[]): Block[] => texts.map((text) => ({ kind: 'line', text, heading: false }));
const cells = (text: string): Block[] => [
  { kind: 'cells', rows: text.split('\n').map((line) => line.split('|').map((cell) => cell.trim())) },
];
const exact = (file: string | null, size: number) => [{ file, least: size, most: size }];

describe('the sizes of downloads', () => {
  it.each<[string, Block[], object[]]>([
    ['a line', lines('kb1.msu, 12,345 bytes'), exact('kb1.msu', 12345)],
    ['brackets', lines('Download kb1.msu (12,345 bytes)'), exact('kb1.msu', 12345)],
    ['German', lines('kb1.msu (12.345 Bytes)'), exact('kb1.msu', 12345)],
    ['French', lines('kb1.msu : 12 345 octets'), exact('kb1.msu', 12345)],
    ['Russian', lines('kb1.msu, 12 345 байт'), exact('kb1.msu', 12345)],
    ['Japanese', lines('kb1.msu 12,345 バイト'), exact('kb1.msu', 12345)],
    ['two units', lines('kb1.msu: 12.1 KB (12,345 bytes)'), exact('kb1.msu', 12345)],
    ['a label', lines('Package size: 12,345 bytes'), exact(null, 12345)],
    ['another label', lines('Download-Größe: 12.345 Bytes'), exact(null, 12345)],
    [
      'a label below that of the name',
      lines('File name: kb1.msu', 'File size: 12,345 bytes'),
      exact('kb1.msu', 12345),
    ],
    [
      'a label among others',
      lines('- **File name:** kb1.exe', '', '- **Version:** 1.2', '', '- **File size:** 12,345 bytes'),
      exact('kb1.exe', 12345),
    ],
    ['a label above that of the name', lines('Size: 12,345', 'Name: kb1.msu'), exact('kb1.msu', 12345)],
    [
      'labels above their values',
      lines('Dateiname', 'kb1.msu', 'Dateigröße', '12.345 Bytes'),
      exact('kb1.msu', 12345),
    ],
    ['a label below the name alone', lines('kb1.msu', 'File size (bytes): 12345'), exact('kb1.msu', 12345)],
    [
      'a list of two',
      lines('File name: kb1.msu', 'File size: 12,345 bytes', 'File name: kb2.msu', 'File size: 54,321 bytes'),
      [...exact('kb1.msu', 12345), ...exact('kb2.msu', 54321)],
    ],
    [
      'a list of two with the names below',
      lines('Size: 12,345 bytes', 'Name: kb1.msu', 'Size: 54,321 bytes', 'Name: kb2.msu'),
      [...exact('kb1.msu', 12345), ...exact('kb2.msu', 54321)],
    ],
    ['a table', cells('File name | Size\nkb1.msu | 12,345'), exact('kb1.msu', 12345)],
    ['a table of downloads', cells('File | Download size\nkb1.msu | 12,345'), exact('kb1.msu', 12345)],
    ['a German table', cells('Paket | Größe des Downloads\nkb1.msu | 12.345'), exact('kb1.msu', 12345)],
    [
      'a table with headings before its cells',
      cells('File name | kb1.msu\nSize | 12,345 bytes'),
      exact('kb1.msu', 12345),
    ],
    [
      'a table without a heading of sizes',
      cells('Download | Link\nkb1.msu (12,345 bytes) | here'),
      exact('kb1.msu', 12345),
    ],
  ])('are read: %s', (_, blocks, sizes) => {
    expect(publishedSizes(blocks)).toMatchObject(sizes);
  });

  it.each([
    ['kb1.msu (2.7 MB)', '2.7 MB', 2_600_000, 2_936_013],
    ['kb1.msu: 512 KB', '512 KB', 511_000, 525_312],
    ['kb1.msu — 1 Go', '1 Go', 0, 2_147_483_648],
    ['kb1.msu, 1,5 МБ', '1,5 МБ', 1_400_000, 1_677_722],
  ])('are rounded: %s', (text, as, least, most) => {
    expect(publishedSizes(lines(text))).toEqual([{ file: 'kb1.msu', text: as, least, most }]);
  });

  it('may contradict each other', () => {
    expect(publishedSizes(lines('kb1.msu 12,345 bytes 54,321 bytes'))).toMatchObject([
      { least: 12345 },
      { least: 54321 },
    ]);
  });

  it('have the unit of their heading', () => {
    expect(publishedSizes(cells('File name | Size (KB)\nkb1.msu | 512'))).toMatchObject([
      { file: 'kb1.msu', least: 511_000, most: 525_312 },
    ]);
  });

  it.each<[string, Block[]]>([
    [
      'prose',
      lines('Before you install kb1.msu make sure that the computer has at least 200 MB of free disk space'),
    ],
    ['a file that is no download', lines('a.dll, 12,345 bytes')],
    ['a row', lines('kb1.exe 4.0.6487.2111 12,345 bytes')],
    ['two files', lines('kb1.msu and kb2.msu: 12,345 bytes')],
    ['a size of anything', lines('File size: 12,345 bytes', 'Disk space: 12 MB')],
    ['labels for a file that is no download', lines('File name: a.dll', 'File size: 12,345 bytes')],
    ['labels for two files', lines('File name: kb1.msu, kb2.msu', 'File size: 12,345 bytes')],
    [
      'labels apart',
      lines('File name: kb1.msu', 'You need this on the disk of the server.', 'Size: 12,345 bytes'),
    ],
    ['another label', lines('File name: kb1.msu', 'Disk space: 12,345 bytes')],
    ['a date', lines('kb1.msu 12/31/2009')],
    ['a file table', cells('File name | File version | File size\nkb1.exe | 1.0.0.1 | 12,345')],
  ])('are not seen in %s', (_, blocks) => {
    expect(publishedSizes(blocks)).toEqual([]);
  });

  it('are left to the row of the file', () => {
    const table =
      '| File name | File version | File size |\n|---|---|---|\n| Setup.exe | 1.0.0.1 | 12,345 |\n';
    expect(importArticle(`${table}\n\nSetup.exe, 54,321 bytes\n`).sizes).toBe(undefined);
    expect(importArticle(`${table}\n\nkb1.msu, 54,321 bytes\n`).sizes).toMatchObject(exact('kb1.msu', 54321));
  });
});
