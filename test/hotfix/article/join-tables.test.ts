import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../src/hotfix/article/import-article.js';

const head = ['File name', 'File version', 'File size', 'Date', 'Time', 'Platform'];
const row = (name: string, { version = '1.0.0.1', platform = 'x86' } = {}) => [
  name,
  version,
  '4,000',
  '25-Jan-2010',
  '06:27',
  platform,
];
const table = (...rows: string[][]) =>
  `<table>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;
const markdown = (...rows: string[][]) => rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const sectionsIn = (article: string) =>
  importArticle(article).sections.map(({ title, files }) => [title, ...files.map(({ name }) => name)]);
const page = (...parts: string[]) => `<html><body><h1>Update</h1>${parts.join('')}</body></html>`;

describe('joinTables', () => {
  it.each<[string, string]>([
    ['a heading repeated between the rows', table(head, row('a.dll'), head, row('b.dll'))],
    [
      'a heading repeated between the rows of two processors',
      table(head, row('a.dll'), head, row('b.dll', { platform: 'x64' })),
    ],
    ['a table divided', table(head, row('a.dll')) + table(head, row('b.dll'))],
    ['a table divided, with one heading', table(head, row('a.dll')) + table(row('b.dll'))],
    [
      'the title repeated',
      `<h1>Update</h1>${table(head, row('a.dll'))}<h1>Update</h1>${table(head, row('b.dll'))}`,
    ],
    [
      'a title that says so',
      `${table(head, row('a.dll'))}<h2>Update (continued)</h2>${table(head, row('b.dll'))}`,
    ],
    ['the number of a page', `${table(head, row('a.dll'))}<p>Page 2 of 3</p>${table(head, row('b.dll'))}`],
  ])('makes one section of %s', (_, body) => {
    expect(sectionsIn(page(body))).toEqual([['Update', 'a.dll', 'b.dll']]);
  });

  it('makes one section of divided tables in text', () => {
    const text = (rows: string[][]) => rows.map((cells) => cells.join(' ')).join('\n');
    const one = [['Update', 'a.dll', 'b.dll']];
    expect(sectionsIn(`Update\n\n${markdown(head, row('a.dll'), head, row('b.dll'))}`)).toEqual(one);
    expect(
      sectionsIn(`Update\n\n${markdown(head, row('a.dll'))}\n\n${markdown(head, row('b.dll'))}`),
    ).toEqual(one);
    expect(sectionsIn(`Update\n\n${text([head, row('a.dll'), head, row('b.dll')])}`)).toEqual(one);
  });

  it.each<[string, string, unknown[]]>([
    [
      'two titles',
      `<h3>SP1</h3>${table(head, row('a.dll'))}<h3>SP2</h3>${table(head, row('b.dll'))}`,
      [
        ['SP1', 'a.dll'],
        ['SP2', 'b.dll'],
      ],
    ],
    [
      'one title under two others',
      `<h2>SP1</h2><h3>x86</h3>${table(head, row('a.dll'))}<h2>SP2</h2><h3>x86</h3>${table(head, row('b.dll'))}`,
      [
        ['x86', 'a.dll'],
        ['x86', 'b.dll'],
      ],
    ],
    [
      'a row between that names a product',
      table(head, row('a.dll'), ['Windows Vista', '', '', '', '', ''], head, row('b.dll')),
      [
        ['Update', 'a.dll'],
        ['Windows Vista', 'b.dll'],
      ],
    ],
    [
      'a single cell between that names a product with a number',
      table(head, row('a.dll'), ['Microsoft .NET Framework 2.0'], row('b.dll')),
      [
        ['Update', 'a.dll'],
        ['Microsoft .NET Framework 2.0', 'b.dll'],
      ],
    ],
    [
      'two processors',
      table(head, row('a.dll')) + table(head, row('b.dll', { platform: 'x64' })),
      [
        ['Update', 'a.dll'],
        ['Update', 'b.dll'],
      ],
    ],
    [
      'a file that both have',
      table(head, row('a.dll'), head, row('b.dll'), row('a.dll', { version: '1.0.0.2' })),
      [
        ['Update', 'a.dll'],
        ['Update', 'b.dll', 'a.dll'],
      ],
    ],
    [
      'versions of two products',
      table(head, row('a.dll', { version: '4.0.6221.1193' })) +
        table(head, row('b.dll', { version: '4.0.6487.2111' })),
      [
        ['Update', 'a.dll'],
        ['Update', 'b.dll'],
      ],
    ],
    [
      'a sentence between',
      `${table(head, row('a.dll'))}<p>These files are for servers.</p>${table(head, row('b.dll'))}`,
      [
        ['Update', 'a.dll'],
        ['These files are for servers.', 'b.dll'],
      ],
    ],
  ])('keeps tables apart that are divided by %s', (_, body, expected) => {
    expect(sectionsIn(page(body))).toEqual(expected);
  });
});
