import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameName, nameKey } from '../../src/core/name-key.js';
import { runs } from '../support/thorough.js';

const units = Array.from({ length: 0x10000 }, (_, i) => String.fromCharCode(i));

describe('nameKey', () => {
  it.each([
    ['CcmExec.exe', 'ccmexec.EXE'],
    ['über.txt', 'ÜBER.TXT'],
    ['ÿ', 'Ÿ'],
    ['журнал.log', 'ЖУРНАЛ.LOG'],
    ['ςσ', 'ΣΣ'],
    ['ⅷⓐｂ', 'ⅧⒶＢ'],
    ['ά', 'Ά'],
  ])('is one for %s and %s', (a, b) => {
    expect(isSameName(a, b)).toBe(true);
  });

  it.each([
    ['the Kelvin sign', '\u212aernel.exe', 'kernel.exe'],
    ['the Angstrom sign', '\u212b', 'å'],
    ['the Ohm sign', '\u2126', 'ω'],
    ['the long s', 'ſetup.exe', 'setup.exe'],
    ['the dotless i', 'ınstall.exe', 'install.exe'],
    ['the I with a dot', 'İnstall.exe', 'install.exe'],
    ['the sharp s', 'straße', 'strasse'],
    ['the ligature', 'oﬃce', 'office'],
    ['the micro sign', '\u00b5', '\u03bc'],
    ['a letter in two parts', 'u\u0308', 'ü'],
    ['wide letters', 'ａ', 'a'],
    ['a letter of title case', 'ǅ', 'ǆ'],
    ['letters outside of the first plane', '𐐨', '𐐀'],
    ['a capital that is younger', 'ა', 'Ა'],
  ])('differs for %s', (_, a, b) => {
    expect(isSameName(a, b)).toBe(false);
  });

  it('has one unit for each, and is its own key', () => {
    for (const unit of units) {
      expect(nameKey(unit)).toHaveLength(1);
      expect(nameKey(nameKey(unit))).toBe(nameKey(unit));
    }
  });

  it('joins two letters at most, but the two small sigmas, and no other with ASCII', () => {
    const joined = new Map<string, string[]>();
    for (const unit of units) joined.set(nameKey(unit), [...(joined.get(nameKey(unit)) ?? []), unit]);
    expect([...joined.values()].filter((all) => all.length > 2)).toEqual([['Σ', 'ς', 'σ']]);
    for (const [key, all] of joined) if (key < '\x80') expect(all.every((unit) => unit < '\x80')).toBe(true);
  });

  it('goes unit by unit', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(text, (name) => {
        expect(nameKey(name)).toBe([...Array(name.length).keys()].map((i) => nameKey(name[i]!)).join(''));
      }),
      { seed: 1, numRuns: runs(200) },
    );
  });
});
