import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../src/hotfix/article/import-article.js';

const table = `<table><tr><th>File name</th><th>File version</th><th>File size</th></tr>
  <tr><td>a.dll</td><td>1.0.0.1</td><td>4,096</td></tr><tr><td>b.dll</td><td>1.0.0.1</td><td>5,120</td></tr></table>`;
const sheet = `<style>/* .x{} */ .gone, .menu > .item { color: red; display : none }
  @media print { .paper { display: none } } @media screen { td.no { visibility: hidden } } #off { display: none }</style>`;
const warningsOf = (body: string) =>
  importArticle(
    `<html><head><title>KB900001</title>${sheet}</head><body><h1>KB900001</h1><h2>File information</h2>${body}</body></html>`,
  ).warnings.map(({ code, message }) => `${code} ${message}`);
const first = '<tr><td>a.dll';

describe('rows that browsers do not show', () => {
  it.each([
    ['the attribute of a table', table.replace('<table', '<table hidden'), 'a.dll, b.dll'],
    ['the style of a table', table.replace('<table', '<table style="display:none"'), 'a.dll, b.dll'],
    ['the attribute of a row', table.replace(first, '<tr hidden><td>a.dll'), 'a.dll'],
    ['a class', table.replace('<table', '<table class="wide gone"'), 'a.dll, b.dll'],
    ['a class of a row', table.replace(first, '<tr class=gone><td>a.dll'), 'a.dll'],
    ['a class within another', table.replace('<table', '<table class="item"'), 'a.dll, b.dll'],
    ['an element around', `<div id="off">${table}</div>`, 'a.dll, b.dll'],
    ['a cell', table.replace('<td>1.0.0.1', '<td class="no">1.0.0.1'), 'a.dll'],
    ['a part of a cell', table.replace('1.0.0.1', '1.0.0.<span hidden>1</span>2'), 'a.dll'],
    [
      'text that is no table',
      '<pre hidden>File name  File version  File size\na.dll  1.0.0.1  4,096\nb.dll  1.0.0.1  5,120</pre>',
      'a.dll, b.dll',
    ],
  ])('are named: %s', (_, body, names) => {
    expect(warningsOf(body)).toEqual([
      `ARTICLE_ROW_UNCERTAIN browsers do not show the rows, or a part of them, of ${names}`,
    ]);
  });

  it.each([
    ['nothing is hidden', table],
    ['only paper hides them', table.replace('<table', '<table class="paper"')],
    ['other cells have the class', table.replace('<table', '<table class="no"')],
    ['the same table is shown as well', `${table}<div class="gone">${table}</div>`],
    ['something else is hidden', `${table}<h2>Status</h2><p class="gone">Products</p>`],
  ])('are none where %s', (_, body) => {
    expect(warningsOf(body)).toEqual([]);
  });
});
