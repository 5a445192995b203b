import { describe, expect, it } from 'vitest';
import { importArticle } from '../../src/hotfix/article/import-article.js';
import { verifyFiles } from '../../src/hotfix/verify/verify-files.js';
import { verdictWord } from '../../src/report/render-verification.js';

const cells = (row: string, tag = 'td'): string =>
  row
    .split('|')
    .map((cell) => `<${tag}>${cell}</${tag}>`)
    .join('');
const table = (...rows: string[]): string =>
  `<table>${rows.map((row) => `<tr>${row}</tr>`).join('')}</table>`;
const head = cells('File name|File version|File size|Date', 'th');
const a = cells('a.dll|1.0.0.1|4,000|25-Jan-2010');
const b = cells('b.dll|9.9.9.9|4,000|25-Jan-2010');
const sound = table(head, a);
const html = (...parts: string[]): string =>
  `<html><body><h1>Update</h1>${parts.join('<h3>More</h3>')}</body></html>`;
const grid = (...rows: string[]): string =>
  rows
    .map(
      (row) =>
        `<div class="row">${row.replace(/td>/g, 'div>').replace(/<div>/g, '<div class="cell">')}</div>`,
    )
    .join('');
const pipes = '| File name | File version | File size | Date |\n|---|---|---|---|\n';
const text = `Update\n\n${pipes}| a.dll | 1.0.0.1 | 4,000 | 25-Jan-2010 |\n`;

/** Articles that name b.dll with its version in a place that is no table, or not the table that it seems. */
const articles: [string, string][] = [
  ['a cell over all columns', html(table(head, a, `<td colspan=4>b.dll 9.9.9.9 4,000</td>`))],
  ['a row with an empty first cell', html(table(head, a, `<td></td>${b}`))],
  ['a row with a cell before it', html(table(head, a, `<td>new</td>${b}`))],
  ['a cell over two columns', html(table(head, a, b.replace('<td>', '<td colspan=2>')))],
  [
    'a heading over two columns',
    html(table(head.replace('<th>', '<th colspan=2>'), `<td>icon</td>${a}`, `<td>icon</td>${b}`)),
  ],
  ['a cell over two rows', html(table(head, a.replace('<td>', '<td rowspan=2>'), b))],
  ['definitions', html(sound, '<dl><dt>b.dll</dt><dd>9.9.9.9</dd></dl>')],
  ['a list', html(sound, '<ul><li>b.dll: 9.9.9.9</li></ul>')],
  ['paragraphs', html(sound, '<p>b.dll - version 9.9.9.9 - 4,000 bytes</p>')],
  ['a paragraph for each cell', html(sound, '<p>b.dll</p><p>9.9.9.9</p><p>4,000</p>')],
  ['a grid', html(sound, grid(head.replace(/th>/g, 'td>'), b))],
  ['inline elements', html(sound, '<p><span>b.dll</span><span>9.9.9.9</span><span>4,000</span></p>')],
  ['preformatted text', html(sound, '<pre>b.dll   9.9.9.9   4,000</pre>')],
  ['text for browsers without scripts', html(sound, `<noscript>${table(head, b)}</noscript>`)],
  ['a template', html(sound, `<template>${table(head, b)}</template>`)],
  ['a field', html(sound, '<textarea>\nb.dll 9.9.9.9 4,000</textarea>')],
  ['text outside of cells', html(sound, table('b.dll 9.9.9.9 4,000'))],
  ['other headings', html(sound, table(cells('Component|Build', 'th'), cells('b.dll|9.9.9.9')))],
  [
    'other headings, and prose',
    html(
      sound,
      table(
        cells('What|Why|Build', 'th'),
        cells('b.dll|The library that draws all windows of the system|9.9.9.9'),
      ),
    ),
  ],
  [
    'headings in another direction',
    html(sound, table(cells('|b.dll|c.dll'), cells('Build|9.9.9.9|9.9.9.8'))),
  ],
  ['one column', html(sound, table(cells('b.dll 9.9.9.9'), cells('c.dll 9.9.9.9')))],
  ['a list in a cell', html(table(head, a.replace('a.dll', 'a.dll<ul><li>b.dll 9.9.9.9</li></ul>')))],
  ['a Markdown list', `${text}\n- b.dll 9.9.9.9\n`],
  ['a Markdown row with a cell before it', `${text}| | b.dll | 9.9.9.9 | 4,000 | 25-Jan-2010 |\n`],
  ['a row that goes on below', `${text}| b.dll | | | |\n| | 9.9.9.9 | 4,000 | 25-Jan-2010 |\n`],
  ['footnotes', `${text}| b.dll^1^ | 9.9.9.9 [1] | 4,000 [2] | |\n`],
  ['lines with a colon', `${text}\nb.dll: 9.9.9.9\n`],
  ['a line for each fact', `${text}\nFile: b.dll\nBuild: 9.9.9.9\nBytes: 4000\n`],
  ['a tab', 'File name\tVersion\tSize\na.dll\t1.0.0.1\t4,000\nb.dll\t9.9.9.9\n'],
  [
    'a name that is divided',
    'File name      Version      Size      Date\n----------\na.dll  1.0.0.1  4,000  25-Jan-2010\nlong_\nb.dll  9.9.9.9  4,000  25-Jan-2010\n',
  ],
  [
    'comma-separated values',
    'File name,File version,File size\na.dll,1.0.0.1,"4,000"\n,b.dll,9.9.9.9,4000\n',
  ],
  ['another separator', 'File name,File version,File size\na.dll,1.0.0.1,"4,000"\nb.dll;9.9.9.9;4000\n'],
];

describe('a file that an article names with its version', () => {
  it.each(articles)('is read or named in a warning: %s', (_, article) => {
    const manifest = importArticle(article);
    const files = manifest.sections.flatMap((section) => section.files);
    const isRead = files.some(({ name, version }) => name.endsWith('b.dll') && version === '9.9.9.9');
    const isNamed = manifest.warnings.some(({ found, entry }) => `${found} ${entry}`.includes('b.dll'));
    expect({ isRead: isRead || isNamed, warnings: isRead ? [] : manifest.warnings }).toMatchObject({
      isRead: true,
    });
    const facts = [{ path: 'a.dll', name: 'a.dll', size: 4000, version: '1.0.0.1', platform: null }];
    expect(verdictWord(verifyFiles(facts, manifest))).not.toBe('OK');
  });

  it.each(['0', '7', '99', '999', '1000', '12,288'])(
    'is named where a table has only its size, %s',
    (size) => {
      for (const heading of ['File size', 'Size (KB)', 'Dateigröße']) {
        const more = table(cells(`File name|${heading}`, 'th'), cells(`b.dll|${size}`));
        const { sections, warnings } = importArticle(html(sound, more));
        expect(sections[0]!.files.map(({ name }) => name)).toEqual(['a.dll']);
        expect(warnings.map(({ code, entry }) => `${code} ${entry}`)).toEqual(['ARTICLE_ROW_UNREAD b.dll']);
      }
    },
  );

  it('is in no warning if a small number has another heading', () => {
    const more = table(cells('File name|Copies', 'th'), cells('b.dll|99'));
    expect(importArticle(html(sound, more)).warnings).toEqual([]);
  });

  it('is in no warning if a table has it too', () => {
    const again = html(table(head, b), '<p>b.dll 9.9.9.9</p>', `<noscript>${table(head, b)}</noscript>`);
    expect(importArticle(again).warnings).toEqual([]);
  });

  it('is named with its line; of very many, some are named and the others counted', () => {
    const [only] = importArticle(`${text}\nb.dll: 9.9.9.9\n`).warnings;
    expect(only).toMatchObject({ code: 'ARTICLE_ROW_UNREAD', entry: 'b.dll', found: 'b.dll: 9.9.9.9' });
    expect(only!.message).toMatch(/\(line 7\)$/);
    const many = Array.from({ length: 150 }, (_, i) => `b${i}.dll: 9.9.9.9`).join('\n');
    const { warnings } = importArticle(`${text}\n${many}\n`);
    expect(warnings).toHaveLength(101);
    expect(warnings.at(-1)!.message).toMatch(/^at least 50 more lines/);
  });
});
