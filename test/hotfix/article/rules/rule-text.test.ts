import { describe, expect, it } from 'vitest';
import { otherArticlesIn, RuleNotes } from '../../../../src/hotfix/article/rules/rule-text.js';

describe('otherArticlesIn', () => {
  it.each([
    ['KB977384 and 997384', ['977384', '997384']],
    ['977203 alone', []],
    ['7,312,896 bytes and 4.0.6487.2111 and 12345678', []],
  ])('%j', (text, articles) => {
    expect(otherArticlesIn(text, '977203').map(({ kb }) => kb)).toEqual(articles);
  });
});

describe('RuleNotes', () => {
  it('keeps a sentence once, without control characters', () => {
    const notes = new RuleNotes();
    for (let i = 0; i < 2; i++) notes.rests('a', 'b', { text: 'c\u0007 \td', line: 3 });
    expect(notes.evidence).toEqual([{ fact: 'a', value: 'b', sentence: 'c d', line: 3 }]);
  });

  it('names the line of what is unclear', () => {
    const notes = new RuleNotes();
    notes.unclear('utility', 'two', { text: 'x', line: 7 });
    expect(notes.warnings).toEqual([
      { code: 'ARTICLE_RULE_UNCLEAR', message: 'two (line 7)', structure: 'facts.utility', found: 'x' },
    ]);
  });
});
