import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { publishedHashes } from '../../../src/hotfix/article/published-hashes.js';
import type { ManifestFile } from '../../../src/hotfix/manifest/manifest.js';

const sha1 = 'ab'.repeat(20);
const sha256 = 'cd'.repeat(32);
const head = 'File name,File version,File size,Date,Time,Platform';
const row = 'Ccmcertfix.exe,4.0.6221.1193,17768,2008-12-01,01:40,x86';
const file: ManifestFile = {
  name: 'Ccmcertfix.exe',
  version: '4.0.6221.1193',
  size: 17768,
  date: '2008-12-01',
  time: '01:40',
  platform: 'x86',
};
const html = (text: string) =>
  `<table>${text
    .split('\n')
    .map((line) => `<tr>${line.replace(/[^,]+/g, '<td>$&</td>').replaceAll(',', '')}</tr>`)
    .join('')}</table>`;
const warningsOf = (article: string) =>
  importArticle(article).warnings.map(({ code, message }) => `${code} ${message}`);
const hashesOf = (article: string) => importArticle(article).hashes ?? [];
const base64 = (size: number) => Buffer.alloc(size, 0xe7).toString('base64');

const bytesOf = (hash: string): Buffer => {
  const text = hash.replace(/[\s:]|^0x/g, '');
  return /^[\da-f]+$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
};

describe('publishedHashes', () => {
  it.each([
    ['SHA256', sha256, 'SHA-256'],
    ['SHA-1 hash', sha1.toUpperCase(), 'SHA-1'],
    ['MD5', 'ab'.repeat(16), 'MD5'],
    ['Hash', 'ab'.repeat(48), 'SHA-384'],
    ['Checksum', '0'.repeat(128), 'SHA-512'],
    ['Something', `0x${sha256}`, 'SHA-256'],
    ['Hash', base64(16), 'MD5'],
    ['Hash', base64(20), 'SHA-1'],
    ['Hash', base64(32), 'SHA-256'],
    ['Hash', base64(48), 'SHA-384'],
    ['Hash', base64(64), 'SHA-512'],
    ['Hash', sha1.match(/../g)!.join(':'), 'SHA-1'],
    ['Hash', sha1.match(/../g)!.join(' '), 'SHA-1'],
  ])('takes hashes in a column %j: %s', (heading, hash, algorithm) => {
    const list = `${head},${heading}\n${row},${hash}`;
    for (const article of [list, html(list)]) {
      expect(warningsOf(article)).toEqual([]);
      expect(hashesOf(article)).toMatchObject([{ file: 'Ccmcertfix.exe', algorithm }]);
      const digest = hashesOf(article)[0]!.digest;
      expect(Buffer.from(digest, 'hex')).toEqual(bytesOf(hash));
    }
    expect(importArticle(list).sections).toEqual(importArticle(`${head}\n${row}`).sections);
  });

  it.each([
    ['headings before the cells', html(`File name,Ccmcertfix.exe\nSHA1,${sha1}\nSHA256,${sha256}`)],
    ['lines', `<p>SHA1: ${sha1}</p><p>SHA256:</p><p>${sha256}</p>`],
    ['a row of two files', html(`Files,SHA1,SHA256\na.exe b.exe,${sha1},${sha256}`)],
  ])('keeps hashes that no file stands beside, in %s', (_, more) => {
    const article = html(`${head}\n${row}`) + more;
    expect(warningsOf(article)).toEqual([]);
    expect(hashesOf(article)).toEqual([
      { file: null, algorithm: 'SHA-1', digest: sha1 },
      { file: null, algorithm: 'SHA-256', digest: sha256 },
    ]);
  });

  it.each([
    ['a table of its own', html(`File name,SHA1 hash,SHA256 hash\nkb1.msu,${sha1},${sha256}`)],
    ['lines', `<p>kb1.msu ${sha1}</p><p>SHA256 of kb1.msu: ${sha256.toUpperCase()}</p>`],
  ])('takes the hashes of the download in %s', (_, more) => {
    const article = html(`${head}\n${row}`) + more;
    expect(warningsOf(article)).toEqual([]);
    expect(hashesOf(article)).toEqual([
      { file: 'kb1.msu', algorithm: 'SHA-1', digest: sha1 },
      { file: 'kb1.msu', algorithm: 'SHA-256', digest: sha256 },
    ]);
  });

  it.each([
    ['digits of another length', `Hash,${'ab'.repeat(17)}`],
    ['a digit cut off', `SHA256,${sha256.slice(1)}`],
    ['a letter for a digit', `SHA256,O${sha256.slice(1)}`],
    ['a hash in a link', `SHA256,https://host.example/${sha256}`],
    ['a part of a longer word', `SHA256,x_${sha256}`],
    ['a CRC', 'CRC32,1a2b3c4d'],
    ['a word below a heading', 'SHA256,see below'],
    ['most of a hash below no heading', `Mark,${sha256.slice(2)}`],
  ])('names what it cannot read: %s', (_, more) => {
    const [heading, cell] = more.split(',');
    const rows = `${head},${heading}\n${row},${cell}`.split('\n').map((line) => line.split(','));
    expect(publishedHashes([{ kind: 'cells', rows }])).toMatchObject({
      hashes: [],
      warnings: [{ code: 'VERIFY_NOT_COMPARED', message: expect.stringContaining(JSON.stringify(cell)) }],
    });
  });

  const spaced = sha256.match(/../g)!.join(' ');
  it.each([
    ['full-width digits', 'SHA256', sha256.replaceAll('c', 'ｃ')],
    ['a prefix', 'Hash', `sha256-${sha256}`],
    [
      'the mark of a base before each byte',
      'Hash',
      sha256
        .match(/../g)!
        .map((two) => `0x${two}`)
        .join(';'),
    ],
    ['the mark of a base behind', 'Hash', `${sha256}h`],
    ['soft hyphens', 'Hash', sha256.match(/../g)!.join('\u00ad')],
    ...[
      'Kontrollsumma',
      'Suma de comprobación',
      'Impronta',
      'Tarkistussumma',
      '校驗碼',
      '체크섬',
      'SHA',
      'Whatever',
    ].map((heading) => ['blanks', heading, spaced]),
  ])('reads a hash with %s below %s', (_, heading, cell) => {
    const rows = [`${head},${heading}`, `${row},${cell}`].map((line) => line.split(','));
    expect(publishedHashes([{ kind: 'cells', rows }], [file])).toEqual({
      hashes: [{ file: 'Ccmcertfix.exe', algorithm: 'SHA-256', digest: sha256 }],
      warnings: [],
    });
  });

  const linesOf = (...texts: string[]) =>
    publishedHashes(texts.map((text) => ({ kind: 'line', text, heading: false })));
  it.each([
    ['blanks', `Ccmcertfix.exe SHA-256: ${spaced}`],
    ['hard blanks', `Ccmcertfix.exe SHA-256: ${spaced.replaceAll(' ', '\u00a0')}`],
    ['zero-width blanks', `Ccmcertfix.exe SHA-256: ${spaced.replaceAll(' ', '\u200b')}`],
    ['base64', `SHA-256 of Ccmcertfix.exe: ${Buffer.from(sha256, 'hex').toString('base64')}`],
    ['the file in the line above', `SHA256 hash of file Ccmcertfix.exe:\n${spaced}`],
  ])('reads a hash in a line: %s', (_, text) => {
    expect(linesOf(...text.split('\n'))).toEqual({
      hashes: [{ file: 'Ccmcertfix.exe', algorithm: 'SHA-256', digest: sha256 }],
      warnings: [],
    });
  });

  it.each([
    `Ccmcertfix.exe SHA-256: ${sha256.slice(2)}`,
    `Ccmcertfix.exe SHA-256: O${sha256.slice(1)}`,
    `Ccmcertfix.exe SHA-256: https://host.example/${sha256}`,
    'Ccmcertfix.exe CRC32: 1a2b3c4d',
    'Ccmcertfix.exe SHA-256: abcd…abcd',
    `Ccmcertfix.exe SHA-256: ${sha256.slice(0, 8)}`,
  ])('names what it cannot read in a line: %s', (text) => {
    expect(linesOf(text)).toMatchObject({ hashes: [], warnings: [{ code: 'VERIFY_NOT_COMPARED' }] });
  });

  it.each([
    'The tool checks the hash of Ccmcertfix.exe before it runs.',
    'SHA-2 code signing support was added in 4.0.6487.2111 (2009-10-08 04:00).',
    'Digest authentication fails with error 0x80070005 in Ccmexec.exe',
    'Certificate hash selection: {12345678-1234-1234-1234-123456789abc}',
  ])('says nothing of prose: %s', (text) => {
    expect(linesOf(text)).toEqual({ hashes: [], warnings: [] });
  });

  it('belongs to the row beside which it stands, where several are of one name', () => {
    const rows = ['a.dll,1.0.0.1,1234,x86', 'a.dll,1.0.0.1,5678,x64', 'b.dll,1.0.0.1,9,x86'].map(
      (line, i) => `${line},${String(i).repeat(64)}`,
    );
    expect(
      hashesOf(html(['File name,File version,File size,Platform,SHA256', ...rows].join('\n'))),
    ).toMatchObject([
      { file: 'a.dll', size: 1234, platform: 'x86' },
      { file: 'a.dll', size: 5678, platform: 'x64', version: '1.0.0.1' },
      { file: 'b.dll', digest: '2'.repeat(64) },
    ]);
  });

  it.each([
    ['a GUID', 'Product,{12345678-1234-1234-1234-123456789abc}'],
    ['an address', `Download,https://host.example/${sha1}`],
    ['a name with digits', `Package,windows6.1-kb123456-x86_${sha1}.msu`],
    ['a word', 'Hash,none'],
  ])('takes %s for no hash', (_, more) => {
    const [heading, cell] = more.split(',');
    const rows = `${head},${heading}\n${row},${cell}`.split('\n').map((line) => line.split(','));
    expect(publishedHashes([{ kind: 'cells', rows }])).toEqual({ hashes: [], warnings: [] });
  });

  it.each([
    ['<img src="h.png">', 'a picture'],
    ['<svg><text>1</text></svg>', 'a picture'],
    ['<object data="h.pdf"></object>', 'a picture'],
    ['<input value="see there">', 'a picture'],
    [`<img alt="${sha256.slice(1)}">`, JSON.stringify(sha256.slice(1))],
  ])('names a cell of hashes that has only %s', (cell, named) => {
    const article = html(`${head},SHA256\n${row},H`).replace('>H<', `>${cell}<`);
    expect(warningsOf(article)).toEqual([expect.stringContaining(`so they are not compared: ${named}`)]);
  });

  it.each([
    ['a cell', html(`${head},SHA256\n${row},H`).replace('>H<', `><img alt="${sha256}"><`)],
    ['a field', html(`${head},SHA256\n${row},H`).replace('>H<', `><input value="${sha256}"><`)],
    ['a line', `${html(`${head}\n${row}`)}<p>SHA256 of Ccmcertfix.exe is <img alt="${sha256}"></p>`],
  ])('reads the hash that describes a picture in %s', (_, article) => {
    expect(hashesOf(article)).toEqual([{ file: 'Ccmcertfix.exe', algorithm: 'SHA-256', digest: sha256 }]);
    expect(warningsOf(article)).toEqual([]);
  });

  it('names a line that ends with a picture', () => {
    const article = `${html(`${head}\n${row}`)}<p>SHA256 of Ccmcertfix.exe: <img src="h.png"></p>`;
    expect(warningsOf(article)).toEqual([
      expect.stringContaining('so they are not compared: "SHA256 of Ccmcertfix.exe: (a picture)"'),
    ]);
  });

  it.each([
    '<img src="spacer.gif">',
    '<img src="a.gif" width="1" height="1">',
    '<input type="hidden" value="1">',
    '&nbsp;',
  ])('says nothing of a cell that shows nothing: %s', (cell) => {
    const article = html(`${head},SHA256\n${row},H`).replace('>H<', `>${cell}<`);
    expect(warningsOf(article)).toEqual([]);
  });

  it('says nothing of pictures in other cells', () => {
    const article = html(`${head},Icon\n${row},H`)
      .replace('>H<', '><img src="a.png"><')
      .replace('>x86<', '><img src="b.png">x86<');
    expect(warningsOf(article)).toEqual([]);
    expect(importArticle(article).sections[0]!.files).toEqual([file]);
  });

  it.each([
    `Do not use the package with the SHA-1 ${sha1}.`,
    `A damaged download has the SHA-1 ${sha1}.`,
    `kb1.msu of the earlier release had the SHA-1 ${sha1}.`,
    `Verwenden Sie nicht das Paket mit dem SHA-1 ${sha1}.`,
  ])('warns of hashes in lines that deny or take back: %s', (line) => {
    const article = `${html(`${head}\n${row}`)}<p>${line}</p>`;
    expect(hashesOf(article)).toHaveLength(1);
    expect(warningsOf(article)).toContainEqual(
      expect.stringContaining('VERIFY_NOT_COMPARED the article may publish a hash of what is not to be used'),
    );
  });

  it.each([`SHA-1 of the download: ${sha1}`, `The SHA-1 hash of kb1.msu is ${sha1}.`])(
    'takes hashes in plain lines without a warning: %s',
    (line) => {
      expect(warningsOf(`${html(`${head}\n${row}`)}<p>${line}</p>`)).toEqual([]);
    },
  );
});
