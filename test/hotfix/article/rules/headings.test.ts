import { describe, expect, it } from 'vitest';
import { articleSentences } from '../../../../src/hotfix/article/rules/article-sentences.js';
import {
  isCommandLine,
  isHeading,
  isRemovalHeading,
  sectionsBelow,
} from '../../../../src/hotfix/article/rules/headings.js';
import { RuleWords } from '../../../../src/hotfix/article/rules/rule-words.js';

describe('isHeading', () => {
  it.each([
    ['How to install\n\nCopy it.', true],
    ['## Copy x.msp\nNow.', true],
    ['Copy it.\n\nNow.', false],
    ['Run this:\nx.exe', false],
    ['x.exe /all\n\nNow.', false],
    ['- Restart\n- Stop', false],
  ])('judges the first line of %j', (text, expected) => {
    expect(isHeading(articleSentences(text, false), 0)).toBe(expected);
  });

  it('is no line in the middle of a block', () => {
    expect(isHeading(articleSentences('Copy it.\nThen restart', false), 1)).toBe(false);
  });
});

it.each([
  ['x.exe /all', true],
  ['"C:\\a b\\x.exe" /all', false],
  ['"C:\\a\\x.exe" /all', true],
  ['msiexec /i x.msi', true],
  ['PATCH="x.msp"', true],
  ['x.exe repairs records.', false],
  ['Run x.exe', false],
])('knows a line that runs a program: %s', (plain, expected) => {
  expect(isCommandLine({ plain })).toBe(expected);
});

it('finds the sections below headings about removing the hotfix, not below the title', () => {
  const text =
    'Removal of old records fails\n\nA.\n\nHow to remove the hotfix\n\nB.\nC.\n\nFile information\n\nD.';
  const sentences = articleSentences(text, false);
  const words = new RuleWords(sentences, 'en');
  const below = sectionsBelow(sentences, (one) => isRemovalHeading(words, one));
  expect([...below].map((one) => one.text)).toEqual(['B.', 'C.']);
});
