import { describe, expect, it } from 'vitest';
import { articleSentences } from '../../../../src/hotfix/article/rules/article-sentences.js';
import { RuleWords, ruleWordsToldBy } from '../../../../src/hotfix/article/rules/rule-words.js';

const wordsOf = (article: string, language = 'und') =>
  new RuleWords(articleSentences(article, false), language);
const folded = (text: string) => articleSentences(text, false)[0]!.folded;

describe('the words that a sentence tells', () => {
  it.each([
    ['Installieren Sie dieses Update nicht.', ['de']],
    ['请勿安装此更新。', ['zh']],
    ['Do not install this update.', []],
    ['The server stops.', []],
  ])('are those of other languages than that of the article: %s', (text, languages) => {
    const [sentence] = articleSentences(text, false);
    expect(ruleWordsToldBy(sentence!, 'en').map(({ language }) => language)).toEqual(languages);
  });
});

describe('RuleWords', () => {
  it('takes the words of the language of the text, whatever that of the headings', () => {
    const words = wordsOf('Voraussetzungen\nDieser Hotfix\nNeustart', 'en');
    expect(words.has(folded('Sie müssen nicht neu starten.'), 'not')).toBe(true);
    expect(words.has(folded('Prerequisites'), 'prerequisites')).toBe(true);
  });

  it('takes the language of the headings for a text that does not tell its own', () => {
    expect(wordsOf('x', 'zh-Hans').has(folded('不需要'), 'not')).toBe(true);
    expect(wordsOf('x', 'fr').has(folded('不需要'), 'not')).toBe(false);
  });

  it('finds short words at the start of words only, in scripts that have blanks', () => {
    const words = wordsOf('x', 'vi');
    expect(words.has(folded('được'), 'whether')).toBe(false);
    expect(wordsOf('x', 'en').has(folded('The knot'), 'not')).toBe(false);
    expect(wordsOf('x', 'de').has(folded('Hotfixersetzung'), 'replace')).toBe(true);
    expect(wordsOf('x', 'ja').has(folded('管理者権限'), 'administrator')).toBe(true);
  });

  it('says where the first word stands', () => {
    const words = wordsOf('x', 'en');
    expect(words.placeOf(folded('Then this hotfix and this update'), 'thisHotfix')).toBe(6);
    expect(words.placeOf(folded('Nothing'), 'thisHotfix')).toBe(-1);
  });

  it('says whether a sentence ends with a word', () => {
    expect(wordsOf('x', 'ja').ends(folded('x を実行します。'), 'order')).toBe(true);
    expect(wordsOf('x', 'ja').ends(folded('x を実行しますか'), 'order')).toBe(false);
    expect(wordsOf('x', 'tr').ends(folded('x dosyasını kopyalayın.'), 'order')).toBe(true);
    // In time that does not grow with the square of a run of stops: this would take minutes.
    expect(wordsOf('x', 'tr').ends(`${'!'.repeat(400_000)}x`, 'order')).toBe(false);
  });

  it('says whether a word stands in a text, if only inside of a word', () => {
    const words = wordsOf('x', 'en');
    expect(words.hasInside(folded('The knot'), 'not')).toBe(true);
    expect(words.hasInside(folded('The hotfix'), 'not')).toBe(false);
  });
});
