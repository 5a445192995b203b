import { expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { importArticle } from '../../src/hotfix/article/import-article.js';
import { isThorough } from '../support/thorough.js';

/*
 * Articles of odd shapes cost work in proportion to their length. What is counted is the characters that regular expressions are given,
 * which is nearly all of the work; time would be different on each computer.
 */

const heads = ['File name', 'File version', 'File size', 'Date', 'Time', 'Platform'];
const cells = (i: number): string[] => [
  `file${i}.dll`,
  `4.0.6487.${2000 + i}`,
  String(10_000 + i * 37),
  '25-Jan-2010',
  '06:27',
  'x86',
];
const row = (texts: readonly string[], cell = 'td'): string =>
  `<tr>${texts.map((text) => `<${cell}>${text}</${cell}>`).join('')}</tr>`;
const table = (rows: string): string => `<table>${row(heads, 'th')}${rows}</table>`;
const times = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join('');
const page = (body: string): string => `<html><h1>KB900001</h1>${table(row(cells(9999)))}${body}</html>`;
const text = (body: string): string =>
  `KB900001\n\n${heads.join('\t')}\n${cells(9999).join('\t')}\n\n${body}\n`;

/** Made in proportion to a number. */
const shapes: readonly [string, (count: number) => string][] = [
  ['references to notes in one line', (n) => page(`<p>${times(n, (i) => `a${i}.dll<sup>1</sup> `)}</p>`)],
  [
    'references to notes in one cell',
    (n) => page(table(`<tr><td>${times(n, (i) => `a${i}.dll<sup>1</sup> `)}</td><td>1</td></tr>`)),
  ],
  ['pictures in one line', (n) => page(`<p>${times(n, (i) => `<img alt="x64 ${i}">`)}</p>`)],
  [
    'rows below a long heading',
    (n) =>
      page(
        `<table>${row(['Name '.repeat(n * 4), 'b', 'c'], 'th')}${times(n, () => row(['a', 'b', 'c']))}</table>`,
      ),
  ],
  ['rows of files', (n) => page(table(times(n, (i) => row(cells(i)))))],
  ['rows of one cell', (n) => page(table(times(n, (i) => row([`a${i}.dll`]))))],
  [
    'one row of many cells',
    (n) => page(table(row(Array.from({ length: n * 4 }, (_, i) => cells(i)[i % 6]!)))),
  ],
  ['tables of one row', (n) => page(times(n, (i) => `<table>${row(cells(i))}</table>`))],
  [
    'tables in a cell',
    (n) => page(table(`<tr><td>${times(n, (i) => `<table>${row(cells(i))}</table>`)}</td></tr>`)),
  ],
  ['headings', (n) => page(times(n, (i) => `<h2>Files of version ${i}</h2>`))],
  ['line breaks', (n) => page(times(n, (i) => `a${i}.dll<br>`))],
  [
    'notes',
    (n) => page(times(n, (i) => `<p>a${i}.dll<a href="#n">[${i}]</a></p><p>[${i}] not in SP${i % 4}</p>`)),
  ],
  ['halves of rows', (n) => text(times(n, (i) => `a${i}.dll\n1.2.3.${i}\n`))],
  ['names in one line', (n) => text(times(n, (i) => `a${i}.dll `))],
  ['rows of text', (n) => text(`${heads.join(' ')}\n${times(n, (i) => `${cells(i).join(' ')}\n`)}`)],
  ['rows of numbers', (n) => text(times(n, (i) => `${times(20, (k) => `${i * k} `)}\n`))],
  ['sentences', (n) => text(times(n, (i) => `You must copy file${i}.msp to the site server.\n`))],
  [
    'facts in lines',
    (n) => text(times(n, (i) => `File name: a${i}.dll\nVersion: 1.2.3.${i}\nSize: ${1000 + i}\n\n`)),
  ],
  ['comma-separated rows', (n) => `${heads.join(',')}\n${times(n, (i) => `${cells(i).join(',')}\n`)}`],
];

const counted = ['test', Symbol.replace, Symbol.split, Symbol.match, Symbol.matchAll, Symbol.search] as const;

/** The characters that regular expressions are given while an article is imported. Sticky ones look at one place. */
function charactersOf(article: string): number {
  let characters = 0;
  const originals = Object.getOwnPropertyDescriptors(RegExp.prototype);
  for (const method of counted) {
    const original = RegExp.prototype[method] as (this: RegExp, ...given: unknown[]) => unknown;
    const counting = function (this: RegExp, ...given: [string, ...unknown[]]) {
      if (!this.sticky) characters += given[0].length;
      return original.apply(this, given);
    };
    Object.defineProperty(RegExp.prototype, method, { ...originals[method as 'test'], value: counting });
  }
  try {
    importArticle(article, { kb: '900001' });
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
  } finally {
    Object.defineProperties(RegExp.prototype, originals);
  }
  return characters;
}

/** Those that grew faster once are the first. */
const some = isThorough ? shapes : shapes.slice(0, 4);

it.each(some)('the work on %s grows as the article does', (_, make) => {
  const [short, long] = [make(320), make(1280)];
  const growth = charactersOf(long) / charactersOf(short);
  expect(growth).toBeLessThan(1.25 * (long.length / short.length));
});
