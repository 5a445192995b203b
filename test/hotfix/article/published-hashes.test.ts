import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { publishedHashes } from '../../../src/hotfix/article/published-hashes.js';

const sha1 = 'ab'.repeat(20);
const sha256 = 'cd'.repeat(32);
const head = 'File name,File version,File size,Date,Time,Platform';
const row = 'Ccmcertfix.exe,4.0.6221.1193,17768,2008-12-01,01:40,x86';
const html = (text: string) =>
  `<table>${text
    .split('\n')
    .map((line) => `<tr>${line.replace(/[^,]+/g, '<td>$&</td>').replaceAll(',', '')}</tr>`)
    .join('')}</table>`;
const warningsOf = (article: string) =>
  importArticle(article).warnings.map(({ code, message }) => `${code} ${message}`);
const said = (names: string) =>
  `VERIFY_NOT_COMPARED the article publishes hashes (${names}), which are not compared`;
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
  ])('names hashes that no file stands beside, in %s', (_, more) => {
    expect(warningsOf(html(`${head}\n${row}`) + more)).toEqual([said('SHA-1, SHA-256')]);
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
    ['a GUID', 'Product,{12345678-1234-1234-1234-123456789abc}'],
    ['an address', `Download,https://host.example/${sha1}`],
    ['a name with digits', `Package,windows6.1-kb123456-x86_${sha1}.msu`],
    ['a word', 'Hash,none'],
    ['digits of another length', `Hash,${'ab'.repeat(17)}`],
  ])('takes %s for no hash', (_, more) => {
    const [heading, cell] = more.split(',');
    const rows = `${head},${heading}\n${row},${cell}`.split('\n').map((line) => line.split(','));
    expect(publishedHashes([{ kind: 'cells', rows }])).toEqual({ hashes: [], warnings: [] });
  });
});
