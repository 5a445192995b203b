import { describe, expect, it } from 'vitest';
import { FootnoteMarks } from '../../../src/hotfix/article/footnote-marks.js';
import { GrowingText } from '../../../src/hotfix/article/growing-text.js';
import { importArticle } from '../../../src/hotfix/article/import-article.js';

describe('FootnoteMarks', () => {
  it.each<[string, Record<string, string>, string, string, string]>([
    ['sup', {}, 'a.dll', '1', ''],
    ['sup', {}, '17,768', '[1]', ''],
    ['sup', {}, '', '1', '1'],
    ['sup', {}, 'x', 'th', 'th'],
    ['span', { style: 'font-size: 8pt; vertical-align: super' }, '1.2.3.4', '2', ''],
    ['span', { class: 'footnote-ref' }, '1.2.3.4', '2', ''],
    ['span', {}, '1.2.3.', '4', '4'],
    ['a', { href: '#note1' }, '1.2.3.4', '1', ''],
    ['a', { href: 'page.html' }, '1.2.3.', '1', '1'],
    ['small', {}, 'x', '86', '86'],
    ['small', {}, '1.2.3.', '4', '4'],
    ['small', {}, '17,768', '1', ''],
  ])('%s %j behind %j leaves of %j: %j', (name, attributes, before, mark, left) => {
    const marks = new FootnoteMarks();
    const text = new GrowingText();
    text.add(before);
    marks.open(name, attributes, text);
    text.add(mark);
    marks.close(name, text);
    expect(text.take()).toBe(before + left);
  });
});

const cells = (name: string, version: string, size: string, platform = 'x86'): string =>
  `<html><body><h1>KB900001</h1><table><tr><th>File name</th><th>File version</th><th>File size</th><th>Platform<a href="#p">2</a></th></tr><tr><td>${name}</td><td>${version}</td><td>${size}</td><td>${platform}</td></tr></table></body></html>`;
const markdown = (name: string, version: string, size: string, platform = 'x86'): string =>
  `# KB900001\n\n| File name | File version | File size | Platform† |\n|---|---|---|---|\n| ${name} | ${version} | ${size} | ${platform} |\n`;

describe('a row with references to notes', () => {
  it.each([
    [
      'raised',
      cells('a.dll<sup>1</sup>', '4.0.6487.2111<sup>2</sup>', '17,768<sup>*</sup>', 'x86<sup>1</sup>'),
    ],
    [
      'raised, in brackets',
      cells('a.dll <sup>(1)</sup>', '4.0.6487.2111 <sup>[2]</sup>', '17,768<sup>a</sup>'),
    ],
    [
      'raised links',
      cells('a.dll<sup><a href="#n1">1</a></sup>', '4.0.6487.2111<a href="#n1"><sup>1</sup></a>', '17,768'),
    ],
    ['links', cells('a.dll', '4.0.6487.2111<a href="#n1">1</a>', '17,768<a href="#n2">2</a>')],
    [
      'raised by a style',
      cells(
        'a.dll<span style="vertical-align:super">1</span>',
        '4.0.6487.2111<span style="vertical-align: super">1</span>',
        '17,768',
      ),
    ],
    ['lowered', cells('<ruby>a.dll<rt>1</rt></ruby>', '4.0.6487.2111<sub>1</sub>', '17,768<small>1</small>')],
    ['in brackets', cells('a.dll [1]', '4.0.6487.2111[2]', '17,768 [3]', 'x86 [1]')],
    ['in brackets, in Markdown', markdown('a.dll [1]', '4.0.6487.2111 [2]', '17,768[3]', 'x86 [1]')],
    ['daggers', cells('a.dll†', '4.0.6487.2111‡', '17,768 †', '†x86')],
    [
      'explained',
      cells('<abbr title="5.0.0.1">a.dll</abbr>', '<abbr title="5.0.0.1">4.0.6487.2111</abbr>', '17,768'),
    ],
    ['Markdown', markdown('a.dll[^1]', '4.0.6487.2111[^2]', '17,768[^note]')],
    [
      'raised in Markdown',
      markdown('a.dll<sup>1</sup>', '4.0.6487.2111<sup>[2]</sup>', '17,768<sup>1</sup>'),
    ],
    ['daggers in Markdown', markdown('a.dll†', '4.0.6487.2111¹', '17,768‡', 'x86¶')],
  ])('is read without them: %s', (_, article) => {
    const { sections, warnings } = importArticle(article);
    expect(sections.flatMap(({ files }) => files)).toMatchObject([
      { name: 'a.dll', version: '4.0.6487.2111', size: 17768, platform: 'x86' },
    ]);
    expect(warnings).toEqual([]);
  });
});
