import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/hotfix/article/article-blocks.js';
import { articleLanguage, articleNumber } from '../../../src/hotfix/article/article-facts.js';

describe('articleNumber', () => {
  it.each([
    ['a title', 'KB977203: a hotfix for clients', [], '', '977203'],
    ['an old number', 'Q304579: a fix', [], '', '304579'],
    ['seven digits', 'Update KB 3018885', [], '', '3018885'],
    ['the name of its file', 'no number at all', [], 'en-kb977203.txt', '977203'],
    ['the name of its file against its text', 'See KB111111. See KB111111.', [], 'kb977203.txt', '977203'],
    ['an address', 'https://support.microsoft.com/en-us/kb/977203 x', [], '', '977203'],
    ['its own line', 'Article ID: 977203\nReplaces KB111111', [], '', '977203'],
    ['names of files', 'text', ['SCCM2007-SP2-KB977203-ENU.msi'], '', '977203'],
    ['what is named most', `${'x'.repeat(700)} KB977203 KB111111 KB977203`, [], '', '977203'],
  ])('from %s', (_, article, names, fileName, number) => {
    expect(articleNumber(article, names, fileName)).toBe(number);
  });

  it.each([
    ['there is none', 'A hotfix is available.'],
    ['two are named alike', 'KB977203 and KB111111'],
    ['it has five digits, or eight', 'KB12345 and KB12345678'],
    ['it is part of a word', 'XKB977203'],
  ])('is null where %s', (_, article) => {
    expect(articleNumber(article, [])).toBeNull();
  });
});

describe('articleLanguage', () => {
  const table = (...head: string[]): Block => ({ kind: 'cells', rows: [head] });
  const english = table('File name', 'File version', 'File size', 'Date', 'Time');
  const german = table('Dateiname', 'Dateiversion', 'Dateigröße', 'Datum', 'Uhrzeit');

  it.each([
    ['headings in cells', [german], null, 'de'],
    [
      'headings in a line',
      [{ kind: 'line', text: 'Dateiname Dateiversion Dateigröße Datum Uhrzeit', heading: false }] as Block[],
      null,
      'de',
    ],
    ['most of the headings', [english, german, german], null, 'de'],
    ['what the document declares, where there is no table', [], 'fr-FR', 'fr-FR'],
    ['what the document declares, where it fits', [english], 'en-US', 'en-US'],
    ['the headings against what the document declares', [german], 'en-US', 'de'],
    ['nothing', [], null, 'und'],
  ])('from %s', (_, blocks, declared, language) => {
    expect(articleLanguage(blocks, declared)).toBe(language);
  });
});
