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
    ['a title with the number at its end', 'A hotfix for clients (977203)', [], '', '977203'],
    ['a title with the number behind a dash', 'A hotfix for clients - KB977203', [], '', '977203'],
    [
      'the title against what is named most',
      'KB977203: a hotfix\nReplaces KB111111. If you have KB111111, remove KB111111.',
      [],
      '',
      '977203',
    ],
    [
      'the patch against what is named most',
      'A hotfix\nReplaces KB111111. If you have KB111111, remove KB111111.',
      ['sccm2007ac-sp2-kb977203-x86.msp', 'setup-kb111111.exe'],
      '',
      '977203',
    ],
    [
      'a title below other lines',
      'Microsoft Support\n\nKB977203: a hotfix\nReplaces KB111111',
      [],
      '',
      '977203',
    ],
    ['a line of its own', '[home](x)\nKB977203\nReplaces KB111111', [], '', '977203'],
    [
      'folders of the files',
      'Files\na.dll | 1.0 | Windows6.0-KB977203-v2-x86\\x86_microsoft-windows-a',
      [],
      '',
      '977203',
    ],
    ['the title against the patch', 'KB977203: a hotfix', ['client-kb111111.msp'], '', '977203'],
    [
      'names of files against an address',
      'A hotfix\nsupport.microsoft.com/kb/111111',
      ['kb977203.exe'],
      '',
      '977203',
    ],
  ])('from %s', (_, article, names, fileName, number) => {
    expect(articleNumber(article, names, fileName)).toBe(number);
  });

  it.each([
    ['there is none', 'A hotfix is available.'],
    ['two are named alike', 'KB977203 and KB111111'],
    [
      'only the text names one',
      'A hotfix for clients\nThis hotfix replaces KB977203. Remove KB977203 first.',
    ],
    ['the title speaks of another', 'KB977203 does not install on clients'],
    ['the title names what is replaced', 'A replacement of KB977203 for clients'],
    ['it has five digits, or eight', 'KB12345 and KB12345678'],
    ['it is part of a word', 'XKB977203'],
  ])('is null where %s', (_, article) => {
    expect(articleNumber(article, [])).toBeNull();
  });
});

it('asks where the title and the name of the file, or two patches, name two articles', () => {
  expect(articleNumber('KB977203: a hotfix', [], 'kb111111.txt')).toBeNull();
  expect(articleNumber('A hotfix', ['a-kb977203.msp', 'b-kb111111.msp', 'c-kb977203.msp'])).toBeNull();
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
