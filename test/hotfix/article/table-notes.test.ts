import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../src/hotfix/article/import-article.js';

const text = (mark: string, note: string) =>
  `KB900001\n\nFile name\tFile version\tFile size\na.dll\t1.0.0.1${mark}\t4,096\nb.dll\t1.0.0.1\t5,120\n\n${note}\n`;
const drawn = (mark: string, note: string) =>
  `KB900001\n\n+---+---+---+\n|File name|File version|File size|\n+---+---+---+\n|a.dll|1.0.0.1${mark}|4,096|\n|b.dll|1.0.0.1|5,120|\n+---+---+---+\n\n${note}\n`;
const html = (mark: string, note: string) =>
  `<h1>KB900001</h1><table><tr><th>File name</th><th>File version</th><th>File size</th></tr><tr><td>a.dll</td><td>1.0.0.1${mark}</td><td>4,096</td></tr><tr><td>b.dll</td><td>1.0.0.1</td><td>5,120</td></tr></table><p>${note}</p>`;
const notesOf = (article: string) => {
  const { sections, warnings } = importArticle(article);
  expect(sections[0]!.files).toMatchObject([
    { name: 'a.dll', version: '1.0.0.1', size: 4096 },
    { name: 'b.dll', version: '1.0.0.1', size: 5120 },
  ]);
  return warnings.map(({ code, message }) => `${code} ${message}`);
};

describe('notes under a table', () => {
  it.each([
    ['a dagger', text('†', '† 1.0.0.2 on SP2')],
    ['a dagger in a drawn table', drawn('†', '† Version 1.0.0.2 since August 3, 2009')],
    ['a star', text('*', '* The x64 package has version 1.0.0.7')],
    ['a raised digit', text('¹', '¹ 4,100 bytes since the second release')],
    ['a number in brackets', text(' [2]', '[2]: version 1.0.0.3 in the re-release')],
    ['a note of Markdown', text('[^1]', '[^1]: 1.0.0.2 in the re-release')],
    ['a raised digit of HTML', html('<sup>1</sup>', '<sup>1</sup> 1.0.0.2 on Windows XP')],
    ['a link of HTML', html('<a href="#n1">1</a>', '<a id="n1">1</a>. The size is 4,100 bytes in Japanese')],
    ['a service pack alone', text('†', '† for Service Pack 2')],
    ['a side of the product', text('*', '* Server only')],
    ['a product alone', text('†', '† Console')],
    ['a denial', text('†', '† Not included in the package')],
    ['a denial in German', html('<sup>a</sup>', 'a) Die Datei ist nicht im Paket enthalten.')],
  ])('are named where they state more of a file: %s', (_, article) => {
    expect(notesOf(article)).toEqual([
      expect.stringMatching(/^VERIFY_NOT_COMPARED notes under the table say more of its files.*: ".+"$/),
    ]);
  });

  it.each([
    ['words alone', text('†', '† The file is signed by the vendor.')],
    ['a list', text('', '* Windows XP SP2\n* Windows XP SP3')],
    ['bold words', text('', '**Note:** The files are digitally signed by **Microsoft** and by the vendor.')],
    ['no note', html('<sup>1</sup>', 'Windows XP SP2')],
  ])('are left aside: %s', (_, article) => {
    expect(notesOf(article)).toEqual([]);
  });
});
