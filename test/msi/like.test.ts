import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likePattern } from '../../src/msi/like.js';
import { runs } from '../support/thorough.js';

/** What LIKE meant before: a regular expression. */
function byExpression(pattern: string): RegExp {
  const escaped = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/%+/g, '[^]*')
    .replace(/_/g, '[^]');
  return new RegExp(`^${escaped}$`, 'i');
}

describe('likePattern', () => {
  it.each([
    ['', '', true],
    ['', 'a', false],
    ['%', '', true],
    ['a%', 'ABC', true],
    ['%c', 'abc', true],
    ['%b%', 'abc', true],
    ['_b_', 'abc', true],
    ['_', '', false],
    ['a.c', 'abc', false],
    ['%ab', 'aab', true],
    ['a%b%c', 'a-b-b', false],
    ['ä%', 'Äb', true],
    ['k', '\u212a', false],
    ['a%', 'a\nb', true],
  ])('%j on %j: %s', (pattern, text, expected) => {
    expect(likePattern(pattern)(text)).toBe(expected);
  });

  it('answers as the regular expression', () => {
    const unit = fc.constantFrom('a', 'B', '%', '_', '.', 'ß', 'É', 'é', '\ud83d\ude00', '\n');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 8 }), fc.string({ unit, maxLength: 10 }), (pattern, text) => {
        expect(likePattern(pattern)(text)).toBe(byExpression(pattern).test(text));
      }),
      { seed: 20261126, numRuns: runs(3000) },
    );
  });

  it('ends soon where every way has to be tried', () => {
    expect(likePattern(`${'%a'.repeat(300)}%b`)('a'.repeat(20_000))).toBe(false);
    expect(likePattern(`${'%_a'.repeat(300)}%b`)('a'.repeat(20_000))).toBe(false);
  }, 5000);
});
