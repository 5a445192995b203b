import { describe, expect, it } from 'vitest';
import { hiddenText } from '../../../src/hotfix/article/hidden-text.js';
import { importArticle } from '../../../src/hotfix/article/import-article.js';

const table = (...rows: string[][]) =>
  `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;
const heads = ['File name', 'File version', 'File size', 'Date', 'Time', 'Platform'];
const shown = ['a.dll', '4.0.6487.2111', '17,768', '15-Jan-2010', '01:40', 'x86'];
const other = ['b.dll', '4.0.6487.2112', '18,768', '15-Jan-2010', '01:40', 'x86'];
const inside = table(heads, other);
const escaped = inside.replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const places: [string, string][] = [
  ['the document of a frame', `<iframe srcdoc="${escaped}"></iframe>`],
  ['an area for text', `<textarea>${inside}</textarea>`],
  ['an area for text, escaped', `<textarea>${escaped}</textarea>`],
  ['a script of HTML', `<script type="text/html">${inside}</script>`],
  ['a template of a framework', `<script type="text/x-template">${inside}</script>`],
  [
    'data in a script',
    `<script type="application/json">${JSON.stringify({ html: inside }).replaceAll('<', '\\u003c')}</script>`,
  ],
  ['a script', `<script>page = ${JSON.stringify(inside)};</script>`],
  ['a template', `<template>${inside}</template>`],
  ['a comment', `<!-- ${inside} -->`],
  ['text for browsers without scripts', `<noscript>${inside}</noscript>`],
  ['an attribute', `<div data-content="${escaped}"></div>`],
  ['a frame for old browsers', `<iframe src="x">${inside}</iframe>`],
];

describe('a table that the page does not show', () => {
  it.each(places)('has a warning: in %s', (_, html) => {
    const { sections, warnings } = importArticle(`<html><p>Text</p>${table(heads, shown)}${html}</html>`);
    expect(sections.flatMap(({ files }) => files.map(({ name }) => name))).toEqual(['a.dll']);
    expect(warnings).toMatchObject([{ code: 'ARTICLE_ROW_UNREAD', entry: 'b.dll' }]);
  });

  it.each(places)('has none where the page shows it as well: in %s', (_, html) => {
    const { warnings } = importArticle(`<html><p>Text</p>${table(heads, shown, other)}${html}</html>`);
    expect(warnings).toEqual([]);
  });

  it('is named where the article has no other', () => {
    expect(() => importArticle(`<html><p>Text</p><!-- ${inside} --></html>`)).toThrow(
      /1 lines look like one/,
    );
  });
});

it.each([
  ['a program', '<script>if (a < b) c();</script>', []],
  ['a style', '<style>td { color: red }</style>', []],
  ['short attributes', '<p title="<td>">x</p>', []],
  ['a comment', '<!--x-->', ['x']],
])('hidden text of %s', (_, html, text) => {
  expect(hiddenText(html)).toEqual(text);
});
