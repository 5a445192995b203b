import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { plainLines, quotedText } from '../../../src/hotfix/article/plain-lines.js';

const rows = [
  ['File name', 'File version', 'File size'],
  ['a.dll', '4.0.6487.2111', '17,768'],
  ['b.dll', '4.0.6487.2112', '18,768'],
];
const widths = [11, 15, 11];
const lineOf = (row: readonly string[], bar: string, outer = bar): string =>
  outer + row.map((cell, i) => ` ${cell}`.padEnd(widths[i]!)).join(bar) + outer;
const border = (line: string, [left, middle, right]: readonly [string, string, string]): string =>
  left + widths.map((width) => line.repeat(width)).join(middle) + right;
const files = [
  { name: 'a.dll', version: '4.0.6487.2111', size: 17768 },
  { name: 'b.dll', version: '4.0.6487.2112', size: 18768 },
];
const [head, ...body] = rows as [string[], ...string[][]];

const tables: Record<string, string[]> = {
  'thin lines': [
    border('─', ['┌', '┬', '┐']),
    lineOf(head, '│'),
    border('─', ['├', '┼', '┤']),
    ...body.map((row) => lineOf(row, '│')),
    border('─', ['└', '┴', '┘']),
  ],
  'double lines': [
    border('═', ['╔', '╦', '╗']),
    lineOf(head, '║'),
    border('═', ['╠', '╬', '╣']),
    ...body.map((row) => lineOf(row, '║')),
    border('═', ['╚', '╩', '╝']),
  ],
  'a heavy heading': [
    border('━', ['┏', '┳', '┓']),
    lineOf(head, '┃'),
    border('━', ['┡', '╇', '┩']),
    ...body.map((row) => lineOf(row, '│')),
    border('─', ['└', '┴', '┘']),
  ],
  'a line between all rows': rows.flatMap((row) => [border('─', ['├', '┼', '┤']), lineOf(row, '│')]),
  'no outer lines': [
    lineOf(head, '│', ''),
    border('─', ['', '┼', '']),
    ...body.map((row) => lineOf(row, '│', '')),
  ],
  'plus signs': [
    border('-', ['+', '+', '+']),
    lineOf(head, '|'),
    border('=', ['+', '+', '+']),
    ...body.map((row) => lineOf(row, '|')),
    border('-', ['+', '+', '+']),
  ],
  Markdown: [lineOf(head, '|'), border('-', ['|', '|', '|']), ...body.map((row) => lineOf(row, '|'))],
  columns: rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i]! + 3)).join('')),
};

describe.each(Object.entries(tables))('a table with %s', (_, lines) => {
  it.each([
    ['plain', ''],
    ['quoted', '> '],
    ['quoted twice', '> > '],
    ['quoted twice without blanks', '>> '],
  ])('is read, %s', (_, mark) => {
    const text = ['# KB900001', '', ...lines, ''].map((line) => (mark + line).trimEnd()).join('\n');
    const { title, sections, warnings } = importArticle(text);
    expect(sections.map((section) => section.files)).toMatchObject([files]);
    expect([title, warnings]).toEqual(['KB900001', []]);
  });
});

it.each([
  ['> # KB900001: Fix\n>\n', 'KB900001: Fix'],
  ['Hello,\n\nOn Monday, Bob wrote:\n> # KB900001: Fix\n>\n', 'KB900001: Fix'],
  ['# KB900001: Fix\n\n> One line that is quoted.\n\n', 'KB900001: Fix'],
])('the title of %j is that of the article', (above, expected) => {
  const lines = tables.Markdown!.map((line) => (above.includes('>\n') ? `> ${line}` : line));
  expect(importArticle(above + lines.join('\n')).title).toBe(expected);
});

it('quotedText begins where a mail quotes several lines', () => {
  expect(quotedText('Hello\n> a\n> b')).toBe('a\nb');
  expect(quotedText('a\n> one line\nb')).toBeNull();
});

it('a list of values is read where a mail quotes it', () => {
  const text = rows.map((row) => `> ${row.map((cell) => JSON.stringify(cell)).join(',')}`).join('\n');
  expect(importArticle(text).sections.map((section) => section.files)).toMatchObject([files]);
});

it.each(['a > b', 'size: 5 -> 6', '1 + 2 = 3', 'x\n  text'])('%j stays as it is', (text) => {
  expect(plainLines(text)).toBe(text);
});
