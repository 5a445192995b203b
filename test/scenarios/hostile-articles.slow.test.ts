import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { importArticle } from '../../src/hotfix/article/import-article.js';
import type { Manifest } from '../../src/hotfix/manifest/manifest.js';
import { parseManifest } from '../../src/hotfix/manifest/manifest-schema.js';

const head = 'File name\tFile version\tFile size\tDate\tTime\tPlatform\n';
const row = (name: string): string => `${name}\t4.0.6487.2111\t17,768\t25-Jan-2010\t06:27\tx86\n`;
const lineHead = 'Date Time Version Size File name Platform\n----------------------------------\n';
const line = '25-Jan-2010 06:27 4.0.6487.2111 17,768 ccmcertfix.exe x86\n';
const times = (text: string, count: number): string => text.repeat(count);
const table = (rows: string): string =>
  `<table><tr><th>File name<th>File version<th>File size<th>Date<th>Time<th>Platform</tr>${rows}</table>`;
const htmlRow =
  '<tr><td>a.dll</td><td>4.0.1.2</td><td>1,024</td><td>25-Jan-2010</td><td>06:27</td><td>x86</td></tr>';

/** Text beside a table that is read. */
const other = (text: string): string => `${head}${row('a.dll')}\n${text}`;
const page = (text: string): string => `<html>${table(htmlRow)}${text}</html>`;
const numbered = (text: (i: number) => string, count = 20_000): string =>
  Array.from({ length: count }, (_, i) => text(i)).join('');

/** What reading an article gives: a manifest that can be read back, or the code of an error. */
function outcome(article: string): Manifest | string {
  try {
    const manifest = importArticle(article);
    parseManifest(JSON.parse(JSON.stringify(manifest)));
    return manifest;
  } catch (error) {
    if (error instanceof HotfixkitError && error.code !== 'MANIFEST_INVALID') return error.code;
    throw error;
  }
}

describe('articles that are made to take long', () => {
  it.each([
    ['open brackets', head + times('(', 200_000)],
    ['open brackets in the heading', `File name${times('(', 200_000)}\tVersion\tSize\n`],
    ['blanks', `${lineHead}25-Jan-2010 06:27${times(' ', 200_000)}x.dll 1`],
    ['full stops', `${lineHead}a.dll 06:27 ${times('.', 200_000)}`],
    ['a version without end', `${lineHead}25-Jan-2010 06:27 ${times('1.', 100_000)} a.dll`],
    ['a version without end in a cell', head + row('a.dll').replace('4.0.6487.2111', times('1.', 100_000))],
    ['a size without end', `${lineHead}25-Jan-2010 06:27 1.0.0.1 1${times(',234', 20_000)} a.dll`],
    ['a size without end in a cell', head + row('a.dll').replace('17,768', `1${times(',234', 20_000)}`)],
    ['a name without end', `${lineHead}25-Jan-2010 06:27 1.0.0.1 1,024 ${times('a.dll', 20_000)}`],
    ['a name without end in a cell', head + row(times('a.dll', 20_000))],
    ['dates in one line', lineHead + times('25-Jan-2010 ', 20_000)],
    ['rows in one line', lineHead + times(`${line.trim()} `, 1000)],
    ['rules', times('-----=====', 30_000)],
    ['pipes', times('|', 300_000)],
    ['pipes that are escaped', times('\\|', 200_000)],
    ['tabs', times('\t', 300_000)],
    ['headings of columns', times('File name\nVersion\nSize\nDate\nTime\n', 4000)],
    ['headings of tables', times(head, 3000)],
    ['marks of emphasis', times('**', 200_000)],
    ['digits', lineHead + times('1', 300_000)],
    ['numbers of articles', times('KB977203 ', 50_000)],
    ['ambiguous rows', lineHead + times('1.1.1 11.1.11 1.1.11 1:11 1:11 11.1.1.11 1.1.11 a.dll\n', 2000)],
    ['charsets', `<html>${times('charset = ', 30_000)}`],
    ['nested <div>', times('<div>', 200_000)],
    ['nested <b>', times('<b>x', 100_000)],
    ['nested tables', times('<table><tr><td>', 50_000)],
    ['ends without a beginning', `${times('<div>', 900)}${times('</p></b>', 50_000)}`],
    ['emphasis in a row', times('x<b>y</b>', 100_000)],
    ['breaks', `<p>${times('<br>', 200_000)}`],
    ['rowspans', table(`<tr>${times('<td rowspan=10000>x', 400)}${times('<tr><td>y', 10_000)}`)],
    ['colspans', table(times(`<tr>${times('<td colspan=100>x', 5)}`, 10_000))],
    [
      'a long cell in many rows',
      table(`<tr><td rowspan=10000>${times('x y<br>', 20_000)}<td>b${times('<tr><td>y', 10_000)}`),
    ],
    ['lines in cells', table(`<tr>${times('<td>', 400)}${times(`<td>${times('a.dll<br>', 5000)}`, 2)}`)],
    ['many cells', table(`<tr>${times('<td>a', 200_000)}`)],
    ['many rows', table(times('<tr><td>a<td>b<td>c', 10_000))],
    ['entities', `<p>${times('&amp;&#65;&unknown;', 30_000)}`],
    ['a tag without end', `<html ${times('a=b ', 100_000)}`],
    ['comments', `<html>${times('<!--', 100_000)}`],
    ['a title without end', `<title>${times('a ', 200_000)}`],
    ['names and versions in one line', other(times('b.dll 1.1.1.1 ', 70_000))],
    ['lines of names and versions', other(numbered((i) => `b.dll 9.9.${i}.1\n`))],
    ['lines of one row', other(times('b.dll 9.9.9.9\n', 50_000))],
    ['lines of a row that is known', other(times('a.dll 4.0.6487.2111 17,768\n', 40_000))],
    ['names, and no version', other(numbered((i) => `b${i}.dll\n`))],
    ['a version above names', other(`9.9.9.9\n${numbered((i) => `b${i}.dll\n`)}`)],
    [
      'names in prose',
      other(numbered((i) => `The file b${i}.dll 17,768 is read when 1 user logs on in time. `)),
    ],
    ['many names in each line', other(numbered((i) => `b${i}.dll ${times('c.dll 9.9.9.9 ', 26)}\n`, 2000))],
    ['crashes', other(times('b.exe 9.9.9.9 c.dll 9.9.9.9 0x0003f1a2\n', 20_000))],
    ['text for browsers without scripts', page(`<noscript>${times('b.dll 9.9.9.9<br>', 50_000)}</noscript>`)],
    ['hidden documents', page(numbered((i) => `<!--<tr><td>b${i}.dll<td>9.9.9.9-->`))],
    ['a hidden document in each other', page(times('<textarea>&lt;td ', 50_000))],
    ['scripts without end', page(times('<script type="text/html">\\u003ctd ', 30_000))],
    ['links', page(times('<a href="a.csv">file list ', 50_000))],
    ['links in one line', other(times('[file list](a.csv) ', 30_000))],
    ['brackets', other(times('[file list](', 50_000))],
    ['addresses', other(times('file http://a.csv\n', 10_000))],
    ['names in many cells', page(`<table><tr>${numbered((i) => `<td>b${i}.dll<td>9.9.9.9`)}</table>`)],
    [
      'words in cells',
      page(`<table>${numbered((i) => `<tr><td>b${i}.dll<td>${times('word ', 600)}<td>9.9.9.9`, 300)}`),
    ],
    ['letters of a script without blanks', other(times('文書 b.dll 9.9.9.9 一二三四五六七八九十\n', 20_000))],
    ['letters with marks', `${lineHead}a.dll 06:27 ${times('e\u0301', 100_000)}`],
  ])(
    'with %s: end in a manifest or a coded error',
    (_, article) => {
      const result = outcome(article);
      expect(typeof result === 'string' ? result : 'a manifest').toMatch(/^(a manifest|ARTICLE_[A-Z_]+)$/);
    },
    15_000,
  );

  it.each([
    [
      'more rows than a manifest takes',
      head + Array.from({ length: 100_001 }, (_, i) => row(`f${i}.dll`)).join(''),
    ],
    ['more tables than a manifest takes', times(`Title\n\n${head}${row('a.dll')}\n`, 1001)],
    ['elements nested too deep', times('<div>', 1001) + table(htmlRow)],
  ])(
    'with %s are refused',
    (_, article) => {
      expect(outcome(article)).toBe('ARTICLE_TOO_LARGE');
    },
    30_000,
  );

  it('reads a table however deep, and in whatever emphasis, it stands within reason', () => {
    const article = `${times('<div><b>', 400)}${table(htmlRow)}${times('</b></div>', 400)}`;
    expect(outcome(article)).toMatchObject({ sections: [{ files: [{ name: 'a.dll', size: 1024 }] }] });
  });

  it('reads a cell that reaches over the rows of a whole table', () => {
    const first = htmlRow.replace('<td>x86', '<td rowspan=3>x86');
    const rest = times(htmlRow.replace('<td>x86</td>', ''), 2);
    const result = outcome(table(first + rest)) as Manifest;
    expect(result.sections[0]!.files.map(({ platform }) => platform)).toEqual(['x86', 'x86', 'x86']);
  });
});

describe('what is imported', () => {
  const long = (length: number): fc.Arbitrary<string> =>
    fc.integer({ min: 1, max: length }).map((count) => 'x'.repeat(count));
  const cell = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom('a.dll', '4.0.6487.2111', '17,768', '25-Jan-2010', '06:27', 'x86', ''),
    },
    fc.constantFrom(
      '1.2',
      '1.2.3.4.5.6',
      '70000.1.1.1',
      '99:99',
      '31-Feb-2010',
      '01/02/03',
      'Not applicable',
      '--',
    ),
    fc.constantFrom(
      '1,234567',
      'SP2GDR',
      'SP2GDR\\a\\b',
      '\ud800',
      '\u202eexe.dll',
      'Größe.DLL',
      '2008 年 12 月 1 日',
      '*',
    ),
    long(1200),
    long(400).map((text) => `${text}.dll`),
    long(400).map((text) => `4.0.${text.length}.${text}`),
    long(300).map((text) => `SP2GDR\\${text}`),
  );
  const columns = fc.shuffledSubarray(
    ['File name', 'File version', 'File size', 'Date', 'Time', 'Platform', 'Service branch', 'Hash'],
    { minLength: 4 },
  );
  const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 8 }), { minLength: 1, maxLength: 8 });
  const layouts: ((head: string[], rows: string[][], title: string, language: string) => string)[] = [
    (head, rows, title) => [title, head.join('\t'), ...rows.map((cells) => cells.join('\t'))].join('\n'),
    (head, rows, title) => [title, ...[head, ...rows].map((cells) => `| ${cells.join(' | ')} |`)].join('\n'),
    (head, rows, title) =>
      [title, head.join(' '), '--------', ...rows.map((cells) => cells.join(' '))].join('\n'),
    (head, rows, title) => [title, ...head, ...rows.flat()].join('\n'),
    (head, rows, title, language) =>
      `<html lang="${language}"><title>${title}</title><h2>${title}</h2><table>${[head, ...rows]
        .map((cells) => `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`)
        .join('')}</table></html>`,
  ];

  it('can be read back', () => {
    let imported = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...layouts),
        columns,
        rows,
        fc.oneof(fc.constantFrom('', 'KB977203', '****', ' '), long(1500)),
        fc.oneof(fc.constantFrom('en', 'pt-BR', '', ' ', 'en_US'), long(60)),
        (layout, heading, cells, title, language) => {
          const names = heading.includes('File name') ? heading : ['File name', ...heading];
          if (typeof outcome(layout(names, cells, title, language)) !== 'string') imported++;
        },
      ),
      { seed: 20261126, numRuns: 300 },
    );
    expect(imported).toBeGreaterThan(50);
  });

  it('has a number that is one', () => {
    expect(() => importArticle(head + row('a.dll'), { kb: 'KB1' })).toThrowError(HotfixkitError);
    expect(importArticle(head + row('a.dll'), { kb: '977203' }).kb).toBe('977203');
  });
});
