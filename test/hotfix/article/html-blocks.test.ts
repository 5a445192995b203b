import { describe, expect, it } from 'vitest';
import { htmlBlocks } from '../../../src/hotfix/article/html-blocks.js';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';
import { caught } from '../../support/caught.js';

const line = (text: string, heading = false) => ({ kind: 'line', text, heading });
const cells = (...rows: string[][]) => ({ kind: 'cells', rows });
const blocks = (html: string) => htmlBlocks(html).blocks;

describe('htmlBlocks', () => {
  it('has the title and the language', () => {
    const html = '<html lang="de"><head><title> KB977203:\n ein  Hotfix </title></head><body>x</body></html>';
    expect(htmlBlocks(html)).toEqual({
      title: 'KB977203: ein Hotfix',
      language: 'de',
      blocks: [line('x')],
      notes: new Set(),
    });
    expect(htmlBlocks('x')).toMatchObject({ title: null, language: null });
  });

  it.each([
    ['blanks', '<p>one\n   two</p>', [line('one two')]],
    [
      'elements that break',
      '<div>one<p>two</div>three<br>four',
      [line('one'), line('two'), line('three'), line('four')],
    ],
    ['elements that do not', 'o<i>n</i>e <span>two</span>', [line('one two')]],
    ['entities', '<p>a &lt;b&gt; &amp; &#233;</p>', [line('a <b> & é')]],
    ['headings', '<h3>SP1</h3>text', [line('SP1', true), line('text')]],
    ['bold lines', '<b>SP1</b><p>text', [line('SP1', true), line('text')]],
    ['bold words', 'text <b>SP1</b>', [line('text SP1')]],
    ['what is formatted', '<pre>a  b\n  c</pre>', [line('a  b'), line('  c')]],
    ['struck lines', '<p><s>SP1</s></p>', [line('SP1')]],
    ['pictures of processors', '<h4><img alt="x86"></h4>', [line('x86', true)]],
    ['pictures with a title', '<p>For <img title="x64-based"> systems</p>', [line('For x64-based systems')]],
    ['no other pictures', '<p><img alt="Collapse this table">one</p>', [line('one')]],
    ['what is not shown', '<p>a<script>var b;</script><style>c{}</style></p>', [line('a')]],
  ])('makes lines of %s', (_, html, expected) => {
    expect(blocks(html)).toEqual(expected);
  });

  it.each([
    [
      'rows',
      '<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'cells without an end',
      '<tr><td>a<td>b<tr><td>c<td>d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['cells over two columns', '<tr><td colspan="2">a</td><td>b</td></tr>', [['a', '', 'b']]],
    [
      'cells over two rows',
      '<tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td><td>e</td></tr>',
      [
        ['a', 'b'],
        ['a', 'c'],
        ['d', 'e'],
      ],
    ],
    ['lines of a cell', '<tr><td>a<br> b</td><td>c</td></tr>', [['a\nb', 'c']]],
    [
      'a line for each of several files',
      '<tr><td>a<br>b</td><td>1<br>2</td></tr>',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['spans that are none', '<tr><td colspan="x">a</td><td rowspan="-1">b</td></tr>', [['a', 'b']]],
  ])('reads %s', (_, rows, expected) => {
    expect(blocks(`<table>${rows}</table>`)).toEqual([cells(...expected)]);
  });

  it.each([
    ['the name', '<td><s>a.dll</s></td><td>4.0.6487.2111</td><td>17,768</td><td>x86</td>'],
    ['a part of the name', '<td>a<s>b</s>.dll</td><td>4.0.6487.2111</td><td>17,768</td><td>x86</td>'],
    ['the version', '<td>a.dll</td><td><del>4.0.6487.2111</del></td><td>17,768</td><td>x86</td>'],
    [
      'an old version',
      '<td>a.dll</td><td><del>4.0.6487.2111</del> <ins>4.0.6487.2112</ins></td><td>17,768</td><td>x86</td>',
    ],
    ['the size', '<td>a.dll</td><td>4.0.6487.2111</td><td><strike>17,768</strike></td><td>x86</td>'],
    ['a platform', '<td>a.dll</td><td>4.0.6487.2111</td><td>17,768</td><td><s>x64</s> x86</td>'],
    [
      'all cells',
      '<td><s>a.dll</s></td><td><s>4.0.6487.2111</s></td><td><s>17,768</s></td><td><s>x86</s></td>',
    ],
  ])('takes no struck value as published: %s', (_, cells) => {
    const heading = '<tr><th>File name</th><th>File version</th><th>File size</th><th>Platform</th></tr>';
    const other = '<tr><td>b.dll</td><td>4.0.6487.2111</td><td>17,768</td><td>x86</td></tr>';
    const fact = { size: 17768, version: '4.0.6487.2111', platform: 'x86' };
    const files = ['a.dll', 'ab.dll', 'b.dll'].map((name) => ({ ...fact, path: name, name }));
    const style = `<tr style="text-decoration: line-through">${cells.replace(/<\/?(?:s|del|strike|ins)>/g, '')}</tr>`;
    for (const row of [`<tr>${cells}</tr>`, style]) {
      const article = importArticle(`<h3>Files</h3><table>${heading}${other}${row}</table>`);
      expect(verifyFiles(files, article, { onlyPresent: true }).warnings).not.toEqual([]);
    }
  });

  it('reads a table that does not end', () => {
    expect(blocks('<table><tr><td>a<td>b')).toEqual([cells(['a', 'b'])]);
  });

  it('makes lines of a table of one column', () => {
    expect(blocks('<table><tr><td>a<br>b</td></tr><tr><td>c</td></tr></table>')).toEqual([
      line('a'),
      line('b'),
      line('c'),
    ]);
  });

  it('makes lines of a table that only lays out a page, and keeps the order', () => {
    const inner = '<table><tr><td>a</td><td>b</td></tr></table>';
    expect(blocks(`<table><tr><td>before${inner}after</td></tr></table>`)).toEqual([
      line('before'),
      cells(['a', 'b']),
      line('after'),
    ]);
  });

  it.each([
    ['elements nested too deep', '<div>'.repeat(1500)],
    [
      'spans that make a small document a large one',
      `<table>${`<tr>${'<td colspan="100" rowspan="10000">x</td>'.repeat(5)}</tr>`.repeat(2000)}</table>`,
    ],
  ])('refuses %s', (_, html) => {
    expect(caught(() => htmlBlocks(html))).toMatchObject({ code: 'ARTICLE_TOO_LARGE' });
  });
});
