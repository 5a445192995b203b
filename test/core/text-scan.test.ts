import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startOfTail, withoutTail } from '../../src/core/text-scan.js';
import { runs } from '../support/thorough.js';

describe('text scan', () => {
  it.each([
    ['', 0, ''],
    ['a', 1, 'a'],
    ['a. .', 1, 'a'],
    ['. .', 0, ''],
    ['a. b', 4, 'a. b'],
  ])('finds the dots and blanks at the end of %j', (text, start, rest) => {
    expect(startOfTail(text, '. ')).toBe(start);
    expect(withoutTail(text, '. ')).toBe(rest);
  });

  it('takes away what the regular expression takes away', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('.', ' ', '\\', '/', 'a') }), (text) => {
        expect(withoutTail(text, '. ')).toBe(text.replace(/[. ]+$/, ''));
        expect(withoutTail(text, '\\/')).toBe(text.replace(/[\\/]+$/, ''));
      }),
      { seed: 20261126, numRuns: runs(500) },
    );
  });

  it('looks at a long run once', () => {
    expect(withoutTail(`${'.'.repeat(3_000_000)}x`, '.')).toHaveLength(3_000_001);
  });
});
