import { describe, expect, it } from 'vitest';
import { TermFinder } from '../../../src/hotfix/article/term-finder.js';

const term = (folded: string) => ({ folded, meaning: folded.length, languages: ['en'], wide: false });

describe('TermFinder', () => {
  const finder = new TermFinder([
    term('file name'),
    term('file size'),
    term('file'),
    term('name'),
    term('f'),
    term('日'),
  ]);

  it.each([
    ['file name', 0, ['file name', 'file', 'f']],
    ['the file size', 4, ['file size', 'file', 'f']],
    ['filename', 0, ['file', 'f']],
    ['file name', 5, ['name']],
    ['file name', 1, []],
    ['file name', 9, []],
    ['f', 0, ['f']],
    ['a 日', 2, ['日']],
    ['', 0, []],
  ])('%j at %d: %j', (text, place, found) => {
    expect(finder.at(text, place).map(({ folded }) => folded)).toEqual(found);
  });

  it.each([
    ['the file name', [4, 9]],
    ['an ox', []],
    ['of an ox', [1]],
    ['2009年5月1日', [8]],
    ['', []],
  ])('goes through %j by the places where a term may begin', (text, expected) => {
    const places: number[] = [];
    for (let place = finder.next(text, 0); place >= 0; place = finder.next(text, place + 1)) {
      expect(finder.mayBegin(text, place)).toBe(true);
      places.push(place);
    }
    expect(places.filter((place) => finder.at(text, place).length > 0)).toEqual(expected);
  });
});
