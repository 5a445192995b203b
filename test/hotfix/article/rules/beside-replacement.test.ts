import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english, translations } from '../../../support/articles.js';

const imported = (sentence: string) =>
  importArticle(articleText(english).replace(english.superseded!, sentence), { kb: '900123' });

describe('listedReplacements', () => {
  it.each([
    [
      'This hotfix replaces the following hotfixes:\n980001\nKB980002: a title\nHotfix 980003\nSee 980004 and others.',
      ['980001', '980002', '980003'],
    ],
    [
      'This hotfix replaces the following hotfixes:\n- KB980001\n- KB980002\n\nSome text about 980004.',
      ['980001', '980002'],
    ],
    ['This hotfix does not replace the following hotfixes:\n980001', []],
    ['The utility replaces the following files:\n980001', []],
  ])('%s', (sentence, replaces) => {
    expect(imported(sentence).facts?.replaces).toEqual(replaces);
  });
});

describe('a list of hotfixes that supersede this one', () => {
  it.each([
    ['This hotfix has been superseded by the following hotfix:\n2659258 The client fails', ['2659258']],
    ['This hotfix is replaced by the following hotfixes:\n\n- KB980001\n- KB980002', ['980001', '980002']],
    ['This hotfix is not superseded by the following hotfix:\n2659258', []],
  ])('%s', (sentence, by) => {
    const { facts, warnings } = imported(sentence);
    expect(facts?.supersededBy.map(({ kb }) => kb)).toEqual(by);
    expect(facts?.replaces).toEqual([]);
    expect(warnings.filter(({ code }) => code === 'ARTICLE_RULE_UNCLEAR')).toEqual([]);
  });
});

describe('impliedReplacements', () => {
  it.each<readonly [string, string, readonly string[], readonly string[]]>([
    ['en', 'Use hotfix 2659258 instead of this hotfix.', [], ['2659258']],
    ['en', 'Instead of this hotfix, install hotfix 2659258.', [], ['2659258']],
    ['en', 'Use this hotfix instead of hotfix 2659258.', ['2659258'], []],
    ['en', 'Do not use hotfix 2659258 instead of this hotfix.', [], []],
    ['en', 'Included in hotfix 2659258', [], ['2659258']],
    ['en', 'This hotfix is included in hotfix 2659258.', [], ['2659258']],
    ['en', '| Included in | KB2659258 |', [], ['2659258']],
    ['en', 'This hotfix is not included in hotfix 2659258.', [], []],
    ['en', 'Hotfix 2659258 is included in this hotfix.', [], []],
    ['en', 'The utility is included in hotfix 2659258.', [], []],
    ['de', 'Verwenden Sie Hotfix 2659258 anstelle dieses Hotfixes.', [], ['2659258']],
    ['fr', 'Utilisez le correctif 2659258 au lieu de ce correctif.', [], ['2659258']],
    ['es', 'Use la revisión 2659258 en lugar de esta revisión.', [], ['2659258']],
    ['ja', 'この修正プログラムの代わりに、修正プログラム 2659258 を使用してください。', [], ['2659258']],
  ])('%s %s', (language, sentence, replaces, by) => {
    const text = `${articleText({ ...translations[language]!, superseded: '' })}\n\n${sentence}\n`;
    const { facts, warnings } = importArticle(text, { kb: '900123' });
    expect(facts?.replaces).toEqual(replaces);
    expect(facts?.supersededBy.map(({ kb }) => kb)).toEqual(by);
    expect(warnings).toEqual([]);
  });
});

describe('nameUnnumberedReplacement', () => {
  const said = (sentence: string) =>
    imported(sentence).warnings.filter(({ structure }) => structure === 'facts.supersededBy');

  it.each([
    'This hotfix is replaced by the update rollup.',
    'This hotfix has been superseded by a security update.',
  ])('names %s', (sentence) => {
    expect(said(sentence)).toMatchObject([{ code: 'ARTICLE_RULE_UNCLEAR' }]);
  });

  it.each([
    'This hotfix is superseded by hotfix 2659258.',
    'This hotfix is not replaced by the update rollup.',
    'The file is replaced by this hotfix.',
    'This hotfix may be replaced by a later one.',
  ])('leaves %s', (sentence) => {
    expect(said(sentence)).toEqual([]);
  });
});

describe('nameUnreadReplacements', () => {
  const unclear = (sentence: string) =>
    imported(sentence).warnings.filter(({ message }) => message.includes('does not say by which hotfix'));

  it('names a sentence that says "it"', () => {
    expect(unclear('This hotfix was not replaced by 990333. It replaces hotfix 980001.')).toMatchObject([
      { code: 'ARTICLE_RULE_UNCLEAR', structure: 'facts.replaces', found: 'It replaces hotfix 980001.' },
    ]);
  });

  it('leaves what was read alone', () => {
    expect(unclear('This hotfix replaces hotfix 980001. This hotfix replaces hotfix 980002.')).toEqual([]);
  });
});
