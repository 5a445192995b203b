import { describe, expect, it } from 'vitest';
import { hasStem, partsOf, stemOf, Vocabulary } from '../../../src/hotfix/article/vocabulary.js';

describe('the parts of a text', () => {
  it.each([
    ['the files of kb900001', { long: ['files'], short: ['the', 'of', 'kb'], dense: [] }],
    ['次の表 ファイル', { long: [], short: [], dense: ['次', '表', 'ファ', 'ァイ', 'イル'] }],
    ['see https://example.com/files', { long: [], short: ['see'], dense: [] }],
  ])('%s', (text, parts) => {
    expect(partsOf(text)).toEqual(parts);
  });
});

describe('a vocabulary', () => {
  const vocabulary = new Vocabulary('the packs are installed 更新プログラム');

  it.each([
    ['installs', true],
    ['pack', true],
    ['packed', false],
    ['install', true],
    ['are', true],
    ['更新', true],
    ['新更', false],
    ['files', false],
  ])('has other forms of its words: %s', (word, isIn) => {
    expect(vocabulary.has(word)).toBe(isIn);
  });

  it('knows words by their beginnings, and pairs of characters as they are', () => {
    expect([stemOf('attributes'), stemOf('files'), stemOf('更新')]).toEqual(['attribu', 'file', '更新']);
    expect([hasStem('attribu', 'attributs'), hasStem('file', 'filed'), hasStem('更新', '更新')]).toEqual([
      true,
      true,
      true,
    ]);
  });
});
