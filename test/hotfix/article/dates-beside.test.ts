import { describe, expect, it } from 'vitest';
import { datesBeside } from '../../../src/hotfix/article/dates-beside.js';
import { importArticle } from '../../../src/hotfix/article/import-article.js';

const line = (text: string) => ({ kind: 'line' as const, text, heading: false });

describe('dates beside tables', () => {
  it.each([
    ['Published: 9/28/2010', ['mdy']],
    ['Last review 28.09.2010, revision 2.0', ['dmy']],
    ['From 3/12/2010 to 4/12/2010', [undefined, undefined]],
    ['Version 1.2.3.4 of 10/4', []],
    ['October 4, 2010', []],
  ])('prove an order of numbers: %s', (text, proofs) => {
    expect(datesBeside([line(text), { kind: 'table' }]).map(({ proves }) => proves)).toEqual(proofs);
  });
});

describe('a date in numbers', () => {
  const article = (text: string) =>
    `KB900001\n\n${text}\n\nFile name\tFile version\tFile size\tDate\na.dll\t1.0.0.1\t4,096\t3/12/2010\n`;
  const dateOf = (text: string) => importArticle(article(text)).sections[0]!.files[0]!.date;

  it.each([
    ['Published: 9/28/2010', '2010-03-12'],
    ['Published: 28/9/2010', '2010-12-03'],
  ])('is read as those of the text, without a doubt: %s', (text, date) => {
    expect(dateOf(text)).toBe(date);
    const codes = importArticle(article(text)).warnings.map(({ code }) => code);
    expect(codes).not.toContain('ARTICLE_ROW_UNCERTAIN');
  });

  it.each(['Published: 9/8/2010', 'Published: 28.9.2010'])('stays in doubt beside %s', (text) => {
    const codes = importArticle(article(text)).warnings.map(({ code }) => code);
    expect(codes).toContain('ARTICLE_ROW_UNCERTAIN');
  });
});
