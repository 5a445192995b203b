import { describe, expect, it } from 'vitest';
import { articleSentences } from '../../../../src/hotfix/article/rules/article-sentences.js';
import {
  clausesOf,
  countWords,
  PLACE,
  partsOfSentence,
} from '../../../../src/hotfix/article/rules/clauses.js';
import { RuleWords } from '../../../../src/hotfix/article/rules/rule-words.js';

const partsOf = (sentence: string, language = 'en') => {
  const [one] = articleSentences(sentence, false);
  return partsOfSentence(new RuleWords([one!], language), one!.folded).map(({ text, isCondition }) => [
    text.trim(),
    isCondition,
  ]);
};

describe('partsOfSentence', () => {
  it.each([
    [
      'en',
      'If it fails, copy the file.',
      [
        ['if it fails', true],
        ['copy the file.', false],
      ],
    ],
    [
      'en',
      'Copy the file if it fails.',
      [
        ['copy the file', false],
        ['if it fails.', true],
      ],
    ],
    [
      'de',
      'Wenn es scheitert, kopieren Sie.',
      [
        ['wenn es scheitert', true],
        ['kopieren sie.', false],
      ],
    ],
    [
      'ja',
      '失敗した場合はコピーします。',
      [
        ['失敗した場合', true],
        ['はコピーします.', false],
      ],
    ],
    [
      'zh',
      '如果失败,请复制。',
      [
        ['如果失败', true],
        ['请复制.', false],
      ],
    ],
  ])('tells conditions from the rest in %s: %s', (language, sentence, parts) => {
    expect(partsOf(sentence, language)).toEqual(parts);
  });
});

it('splits a sentence at its commas and at "but"', () => {
  expect(clausesOf('a, b but c: d')).toEqual(['a', ' b', 'c', ' d']);
});

it.each([
  ['do not run', 3],
  ['', 0],
  ['実行します', 3],
])('counts the words of "%s"', (text, count) => {
  expect(countWords(text)).toBe(count);
});

it.each([
  ['x.msp', true],
  ['i386\\hotfix\\KB900123', true],
  ['x.exe /all', true],
  ['x.mspx', false],
])('knows what steps are about: %s', (text, expected) => {
  expect(PLACE.test(text)).toBe(expected);
});
