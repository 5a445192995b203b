import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, normaliseText, rowText } from '../../../src/hotfix/article/row-text.js';
import { runs } from '../../support/thorough.js';

describe('normaliseText', () => {
  it.each([
    ['what is ASCII', 'Ccmcertfix.exe\t4.0.6221.1193', 'Ccmcertfix.exe\t4.0.6221.1193'],
    ['digits of full width', '２００８', '2008'],
    ['Arabic digits', '٢٠٠٨', '2008'],
    ['Persian digits', '۲۰۰۸', '2008'],
    ['Hindi digits', '२००८', '2008'],
    ['Thai digits', '๒๕๕๑', '2551'],
    ['blanks that do not break', '17\u00a0768\u202f512', '17 768 512'],
    ['blanks of full width', 'x86\u3000SP1', 'x86 SP1'],
    ['dashes', '01\u2013Dec\u22122008', '01-Dec-2008'],
    ['commas of Arabic and Chinese', '17٬768، 1，2、3', '17,768, 1,2,3'],
    ['full stops of Arabic and Chinese', '4٫0。6221', '4.0.6221'],
    ['marks of the direction of writing', '\u200f01\u202a:40\u202c', '01:40'],
    ['soft hyphens and joiners', 'Ccm\u00adcert\u200bfix\ufeff.exe', 'Ccmcertfix.exe'],
    ['Cyrillic letters in a platform', 'х86 Х64 ІА-64', 'x86 x64 IA-64'],
    ['Cyrillic letters elsewhere', 'х860 хотфикс', 'х860 хотфикс'],
    ['ordinals', '1º de dezembro', '1. de dezembro'],
  ])('makes one spelling of %s', (_, text, expected) => {
    expect(normaliseText(text)).toBe(expected);
  });
});

describe('fold', () => {
  it.each([
    ['FILE Name', 'file name'],
    ['Größe', 'grose'],
    ['Taille du Fichier', 'taille du fichier'],
    ['Décembre', 'decembre'],
    ['İşlemci', 'islemci'],
    ['Rozmiar płyty', 'rozmiar plyty'],
    ['Ёлка', 'елка'],
    ['Μέγεθος', 'μεγεθοσ'],
    // Marks that tell words apart in their script stay.
    ['ファイル バージョン', 'ファイル バージョン'],
    ['รุ่น', 'รุ่น'],
  ])('%j to %j', (text, expected) => {
    expect(fold(text)).toBe(expected);
  });

  it('keeps the length, so that places in one are places in the other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(fold(text)).toHaveLength(text.length);
        const row = rowText(text);
        expect(row.folded).toHaveLength(row.text.length);
      }),
      { seed: 7, numRuns: runs(300) },
    );
  });
});

it('folds a text of East Asian scripts as its characters', () => {
  const units = Array.from({ length: 0xd7b0 - 0x3000 }, (_, i) => String.fromCharCode(0x3000 + i));
  const text = `A${units.filter((unit) => unit < '\ua000' || unit >= '\uac00').join('')}Z`;
  expect(fold(text)).toBe(Array.from(text, (unit) => fold(`é${unit}`).slice(1)).join(''));
});

describe('rowText', () => {
  it.each([
    ['**File name**', 'File name'],
    ['X86\\_core\\_6.0.manifest', 'X86_core_6.0.manifest'],
    ['`Ccmcertfix.exe`', 'Ccmcertfix.exe'],
    ['  x86  ', 'x86'],
    ['a_b__c', 'a_b__c'],
    ['a__ b__', 'a b'],
    ['a*b]c_d', 'a*b]c_d'],
    ['[File name](a.htm)', 'File name'],
    ['a &lt; <b>B</b>\t', 'a &lt; B'],
    ['', ''],
  ])('takes Markdown out of %j', (line, text) => {
    expect(rowText(line)).toEqual({ text, folded: text.toLowerCase() });
  });
});

it('leaves out what no manifest takes in a name', () => {
  expect(normaliseText('\ud800a\u0001.\ufe0fd\u200bll\u3164')).toBe('a.dll');
});
