import { describe, expect, it } from 'vitest';
import {
  columnOf,
  columnTerms,
  halfTerms,
  isNone,
  monthTerms,
  noneTerms,
} from '../../../src/hotfix/article/lexicon.js';

describe('columnOf', () => {
  it.each([
    ['File name', 'name', 'en'],
    ['FILE VERSION', 'version', 'en'],
    ['**File size**', 'size', 'en'],
    ['Size (bytes)', 'size', 'en'],
    ['  Date: ', 'date', 'en'],
    ['Platform', 'platform', 'en'],
    ['Bitness', 'platform', 'en'],
    ['Разрядность', 'platform', 'ru'],
    ['SHA1', 'other', 'en'],
    ['Dateiname', 'name', 'de'],
    ['Dateigröße', 'size', 'de'],
    ['Nom de fichier', 'name', 'fr'],
    ['Version du fichier', 'version', 'fr'],
    ['Tamaño de archivo', 'size', 'es'],
    ['Имя файла', 'name', 'ru'],
    ['Размер файла', 'size', 'ru'],
    ['ファイル名', 'name', 'ja'],
    ['文件版本', 'version', 'zh'],
    ['파일 이름', 'name', 'ko'],
    ['Tên tệp', 'name', 'vi'],
  ])('%j: %s', (heading, meaning, language) => {
    const term = columnOf(heading);
    expect(term?.meaning).toBe(meaning);
    expect(term?.languages.map((one) => one.split('-')[0])).toContain(language);
  });

  it.each(['', 'Ccmcertfix.exe', '17,768', 'The file name is', '('])('%j is no heading', (heading) => {
    expect(columnOf(heading)).toBeNull();
  });

  it('looks at no cell that is longer than a heading can be', () => {
    expect(columnOf(`File name${' '.repeat(5000)}`)).toBeNull();
  });

  it('gives the same answer after more headings than it remembers', () => {
    const before = columnOf('File name');
    for (let i = 0; i < 1200; i++) columnOf(`heading ${i}`);
    expect(columnOf('File name')).toBe(before);
  });
});

describe('isNone', () => {
  it.each([
    '',
    ' ',
    '-',
    '--',
    'Not applicable',
    'NOT APPLICABLE',
    'Not Applicable.',
    'N/A',
    'Nicht zutreffend',
    'Sans objet',
    'No aplicable',
    'Неприменимо',
    '不适用',
    '해당 없음',
    'Không áp dụng',
  ])('%j', (text) => {
    expect(isNone(text)).toBe(true);
  });

  it.each(['0', 'x86', 'SP1', '4.0.6221.1193', 'Not'])('%j says something', (text) => {
    expect(isNone(text)).toBe(false);
  });
});

describe('terms', () => {
  it.each([
    ['columns', columnTerms],
    ['none', noneTerms],
    ['halves of the day', halfTerms],
    ['months', monthTerms],
  ])('%s: the longest first, each one once for a meaning, folded', (_, terms) => {
    const lengths = terms.map(({ folded }) => folded.length);
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
    const keys = terms.map(({ folded, meaning }) => `${folded} ${meaning}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { folded, languages } of terms) {
      expect(folded).not.toBe('');
      expect(languages.length).toBeGreaterThan(0);
    }
  });

  it('has twelve months in every language that has any', () => {
    const months = new Map<string, Set<number>>();
    for (const { meaning, languages } of monthTerms) {
      for (const language of languages) {
        months.set(language, (months.get(language) ?? new Set()).add(meaning));
      }
    }
    expect(months.size).toBeGreaterThan(30);
    for (const [language, found] of months) expect([language, found.size]).toEqual([language, 12]);
  });

  it('marks what tells encodings apart', () => {
    const marks = new Map(monthTerms.map(({ folded, wide }) => [folded, wide]));
    expect(marks.get('december')).toBe(false);
    expect(marks.get('декабря')).toBe(true);
  });
});
