import { describe, expect, it } from 'vitest';
import { compareEntryNames, foldEntryName } from '../../../src/formats/cfb/entry-name.js';

describe('names in a storage', () => {
  it.each([
    // MS-CFB 2.6.4: the shorter name is less, whatever it says.
    ['b', 'aa', -1],
    ['aa', 'b', 1],
    ['a', 'b', -1],
    // Upper case decides, so that letter case does not.
    ['abc', 'ABC', 0],
    ['a', 'B', -1],
    ['_', 'a', 1],
    // No surrogate pairs, no language: units are compared.
    ['\ud800', '\uffff', -1],
    ['é', 'É', 0],
    ['ß', 'ß', 0],
    ['', '', 0],
    // Mangled names of tables and streams.
    ['\u4840\u3f7f', '\u4840\u3f3f', 1],
  ])('%j against %j', (a, b, sign) => {
    expect(Math.sign(compareEntryNames(a, b))).toBe(sign);
    expect(Math.sign(compareEntryNames(b, a))).toBe(sign === 0 ? 0 : -sign);
  });

  it('fold alike exactly where they compare equal', () => {
    const names = ['a', 'A', 'ß', 'SS', 'ss', 'é', 'É', 'ı', 'I', 'ab', '\u3800', '\u4840\u3800'];
    for (const a of names) {
      for (const b of names) {
        expect(foldEntryName(a) === foldEntryName(b)).toBe(compareEntryNames(a, b) === 0);
      }
    }
  });
});
