import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinearPattern } from '../../src/core/linear-pattern.js';
import { runs } from '../support/thorough.js';

describe('LinearPattern', () => {
  it.each([
    ['store', 'certificate store', true],
    ['STORE', 'certificate store', true],
    ['import (of|for) .* store', 'import for client store', true],
    ['未能导入的?客户端证书存储区?', '未能导入客户端证书存储', true],
    ['^a+$', 'aaaa', true],
    ['^a+$', 'aaab', false],
    ['\\bcat\\b', 'a cat sat', true],
    ['\\bcat\\b', 'concatenate', false],
    ['\\Bcat', 'concatenate', true],
    ['a{2,3}b', 'aaab', true],
    ['^a{2,3}b', 'ab', false],
    ['[^\\d\\s]+\\.exe', 'run x.exe now', true],
    ['\\p{Lu}\\u{1F600}', 'a😀', true],
    ['[\\]x]', ']', true],
    ['', '', true],
    ['(a|b|)c', 'c', true],
  ])('%s in %j: %s', (source, text, expected) => {
    expect(new LinearPattern(source, { unicode: true }).test(text)).toBe(expected);
    expect(new RegExp(source, 'iu').test(text)).toBe(expected);
  });

  it('answers as the engine of the platform', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '\\w',
      '\\s',
      '\\b',
      '^',
      '$',
      '(a|b)',
      '(?:ab|)',
      '(?!b)',
      '(?=a|b.)',
      '(?!(?=a).b)',
      'é',
    );
    const piece = fc.tuple(atom, fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,3}', '{0,2}?', '*?'));
    const source = fc
      .array(piece, { maxLength: 6 })
      .map((pieces) =>
        pieces.map(([one, many]) => (/^(\\b|\^|\$|\(\?[!=].*)$/.test(one) ? one : one + many)).join(''),
      );
    fc.assert(
      fc.property(
        fc.array(source, { minLength: 1, maxLength: 2 }).map((ways) => ways.join('|')),
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'É', '\n'), maxLength: 12 }),
        (pattern, text) => {
          const [ours, unicode] = [
            new LinearPattern(pattern, { lookahead: true }),
            new LinearPattern(pattern, { lookahead: true, unicode: true }),
          ];
          expect(ours.test(text)).toBe(new RegExp(pattern, 'i').test(text));
          expect(unicode.test(text)).toBe(new RegExp(pattern, 'iu').test(text));
        },
      ),
      { seed: 20261126, numRuns: runs(1000) },
    );
  });

  it('answers the same of one text after another, also where it has to forget what it knew', () => {
    const source = 'a(?:[b-y]{0,40}z|é.{3}|😀)';
    const pattern = new LinearPattern(source, { unicode: true });
    const expected = new RegExp(source, 'iu');
    const random = fc.string({ unit: fc.constantFrom(...'abcdefgmyzé😀_'), maxLength: 60 });
    for (const text of fc.sample(random, { seed: 20261126, numRuns: 3000 })) {
      expect(pattern.test(text)).toBe(expected.test(text));
    }
  });

  it.each([
    ['alternatives that are alike', `${'(?:a|a)'.repeat(60)}b`],
    ['parts that may be missing', `${'a?'.repeat(200)}b`],
    ['counted repetitions in a row', `${'a{0,100}'.repeat(9)}b`],
    ['a repetition in a repetition', '(?:a*)*b'],
    ['three open ones', 'a*a*a*b'],
  ])(
    'ends soon with %s',
    (_, source) => {
      const pattern = new LinearPattern(source);
      expect(pattern.test('a'.repeat(600))).toBe(false);
      expect(pattern.test(`${'a'.repeat(600)}b`)).toBe(true);
    },
    5000,
  );

  it.each([
    ['(', SyntaxError],
    ['(a)\\1', SyntaxError],
    ['(?=a)', SyntaxError],
    ['(?<name>a)', SyntaxError],
    ['a{5000}', RangeError],
    ['(?:a{100}){100}', RangeError],
    ['(?:){999999999}', RangeError],
    ['('.repeat(100) + ')'.repeat(100), RangeError],
  ])('refuses %s', (source, error) => {
    expect(() => new LinearPattern(source)).toThrow(error);
  });
});
