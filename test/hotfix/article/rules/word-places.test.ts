import { describe, expect, it } from 'vitest';
import { finderOfWords, WordPlaces } from '../../../../src/hotfix/article/rules/word-places.js';

const places = new WordPlaces(
  finderOfWords([
    ['not', ['not', ' no ', '不']],
    ['replace', ['replace', 'ersetz', 'not replaced']],
    ['again', ['again']],
    ['act', ['place ']],
  ]),
);

describe('WordPlaces', () => {
  it.each([
    ['this is not so', 'not', 8],
    ['knot', 'not', -1],
    ['knot not', 'not', 5],
    ['there is no way', 'not', 8],
    ['no way', 'not', -1],
    ['还不行', 'not', 1],
    ['行不', 'not', 1],
    ['不', 'not', 0],
    ['hotfixersetzung', 'replace', 6],
    ['unreplaced', 'replace', 2],
    ['is not replaced', 'replace', 3],
    ['is not replaced', 'not', 3],
    ['it does replace it', 'act', -1],
    ['place it', 'act', 0],
    ['', 'not', -1],
    ['n', 'not', -1],
  ] as const)('in %j, the first word of %s stands at %d', (text, list, place) => {
    expect(places.first(text, list)).toBe(place);
  });

  it.each([
    ['knot', 'not', true],
    ['not', 'not', true],
    ['against', 'again', true],
    ['gain', 'again', false],
  ] as const)('in %j, a word of %s is inside: %s', (text, list, is) => {
    expect(places.isInside(text, list)).toBe(is);
  });

  it('names the lists that have a word in a text, and not only inside of another word', () => {
    expect(places.listsIn('not replaced')).toEqual(['not', 'replace']);
    expect(places.listsIn('knot')).toEqual([]);
  });

  it('finds the longest word at a place, whatever stands before it', () => {
    expect(places.lengthAt('is not replaced', 'replace', 3)).toBe('not replaced'.length);
    expect(places.lengthAt('is not replaced', 'not', 3)).toBe('not'.length);
    expect(places.lengthAt('knot', 'not', 1)).toBe('not'.length);
    expect(places.lengthAt('knot', 'not', 0)).toBe(0);
    expect(places.lengthAt('不', 'not', 0)).toBe(1);
  });

  it('says the same of a text after others', () => {
    const texts = ['is not so', 'knot', 'is not so', '', 'knot'];
    expect(texts.map((text) => places.first(text, 'not'))).toEqual([3, -1, 3, -1, -1]);
  });
});
