import { describe, expect, it } from 'vitest';
import { importArticle } from '../../src/hotfix/article/import-article.js';
import { caught } from '../support/caught.js';

const head = ['File name', 'File version', 'File size', 'Date', 'Time', 'Platform'];
const row = (name: string, version = '1.0.0.1') => [name, version, '4,000', '25-Jan-2010', '06:27', 'x86'];
const cell = (text: string, tag = 'td') => `<${tag}>${text}</${tag}>`;
const table = (...rows: string[][]) =>
  `<table>${rows.map((cells) => `<tr>${cells.map((text) => cell(text)).join('')}</tr>`).join('')}</table>`;
const inner = (...texts: string[]) => table(...texts.map((text) => [text]));
const markdown = (...rows: string[][]) => rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const page = (...parts: string[]) => `<html><body><h1>Update</h1>${parts.join('')}</body></html>`;
const filesIn = (article: string) =>
  importArticle(article).sections.flatMap(({ files }) =>
    files.map(({ name, version, size }) => [name, version, size]),
  );
const a = ['a.dll', '1.0.0.1', 4000];
const b = ['b.dll', '9.9.9.9', 4000];

describe('the tables of an article', () => {
  it.each<[string, string, unknown[]]>([
    [
      'a table in a cell',
      page(table(head, row('a.dll'), [inner('b.dll'), ...row('', '9.9.9.9').slice(1)])),
      [a, b],
    ],
    ['a table in the only row', page(table(head, [inner('b.dll'), ...row('', '9.9.9.9').slice(1)])), [b]],
    [
      'a table with text around it in a cell',
      page(table(head, [`<p>${inner('b.dll')}</p>`, inner('9.9.9.9'), '4,000', '', '', inner('x86')])),
      [b],
    ],
    [
      'tables in the cells of a heading',
      page(
        `<table><tr>${head.map((text) => cell(inner(text), 'th')).join('')}</tr><tr>${row('a.dll')
          .map((text) => cell(text))
          .join('')}</tr></table>`,
      ),
      [a],
    ],
    [
      'a file table in a table for the layout',
      page(table([table(head, row('a.dll')), 'menu']), table(['x', table(head, row('b.dll', '9.9.9.9'))])),
      [a, b],
    ],
    [
      'a file table in a cell of another',
      page(table(head, row('a.dll'), [table(head, row('b.dll', '9.9.9.9'))])),
      [b, a],
    ],
    [
      'a table whose headings stand before its cells',
      page(
        table(head, row('a.dll')),
        table(['File name', 'b.dll'], ['File version', '9.9.9.9'], ['File size', '4,000']),
      ),
      [a, b],
    ],
    [
      'a table whose headings stand before the cells of two files',
      page(
        table(['File name', 'a.dll', 'b.dll'], ['Version', '1.0.0.1', '9.9.9.9'], ['Size', '4,000', '4,000']),
      ),
      [a, b],
    ],
    [
      'a table with a group of rows for each file',
      page(
        table(
          ...[
            ['a.dll', '1.0.0.1'],
            ['b.dll', '9.9.9.9'],
          ].flatMap(([name, version]) => [
            ['File name', name!],
            ['File version', version!],
            ['File size', '4,000'],
          ]),
        ),
      ),
      [a, b],
    ],
    [
      'a table of names and versions whose headings stand before its cells',
      page(table(['File name', 'b.dll'], ['File version', '9.9.9.9'])),
      [['b.dll', '9.9.9.9', null]],
    ],
    [
      'a Markdown table whose headings stand before its cells',
      `Update\n\n${markdown(['File name', 'b.dll'], ['---', '---'], ['File version', '9.9.9.9'], ['File size', '4,000'])}`,
      [b],
    ],
  ])('are read: %s', (_, article, expected) => {
    expect(filesIn(article)).toEqual(expected);
    expect(importArticle(article).warnings.filter(({ code }) => code === 'ARTICLE_ROW_UNREAD')).toEqual([]);
  });

  const namesOnly: [string, string][] = [
    ['one column', table(['File name'], ['b.dll'], ['c.dll'])],
    ['names and platforms', table(['File name', 'Platform'], ['b.dll', 'x86'], ['c.dll', 'x64'])],
    ['names and dates', table(['File name', 'Date'], ['b.dll', '25-Jan-2010'], ['c.dll', '25-Jan-2010'])],
  ];
  it.each(namesOnly)('are named if they have nothing to compare: %s', (_, names) => {
    const { sections, warnings } = importArticle(page(table(head, row('a.dll')), '<h3>More</h3>', names));
    expect(sections).toHaveLength(1);
    expect(warnings.map(({ code, entry, found }) => [code, entry, String(found ?? '').slice(0, 5)])).toEqual([
      ['ARTICLE_ROW_UNREAD', 'More', ''],
      ['ARTICLE_ROW_UNREAD', 'More', 'b.dll'],
      ['ARTICLE_ROW_UNREAD', 'More', 'c.dll'],
    ]);
    const alone = caught(() => importArticle(page(names)));
    expect(alone).toMatchObject({ code: 'ARTICLE_NO_TABLE', message: expect.stringContaining('(2 lines') });
  });

  it('are no list of packages with their hashes, and no words below "Name"', () => {
    const hashes = table(['File name', 'SHA1 hash'], ['Windows6.1-KB123456-x86.msu', 'ab'.repeat(20)]);
    const words = table(['Name', 'Platform'], ['a.dll', 'x86']);
    const links = table(['File', 'Link'], ['a.zip', 'here']);
    expect(importArticle(page(table(head, row('a.dll')), hashes, words, links)).warnings).toEqual([]);
  });
});
