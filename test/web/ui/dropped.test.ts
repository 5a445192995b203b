import { describe, expect, it } from 'vitest';
import { isPackageName, sortDropped } from '../../../web/ui/dropped.js';

const drop = (...names: string[]) => sortDropped(names.map((name, size) => ({ name, size })));

describe('sortDropped', () => {
  it.each([
    [['data1.cab', 'setup.msi', 'a.dll'], 'setup.msi', ['data1.cab', 'a.dll'], null],
    [['article.html', 'hotfix.EXE'], 'hotfix.EXE', ['article.html'], 'article.html'],
    [['manifest.json'], null, ['manifest.json'], 'manifest.json'],
    [['small', 'large'], 'large', ['small'], null],
  ])('%j', (names, main, beside, article) => {
    const found = drop(...names);
    expect(found.main?.name ?? null).toBe(main);
    expect(found.beside.map(({ name }) => name)).toEqual(beside);
    expect(found.article?.name ?? null).toBe(article);
  });

  it('knows packages by their names', () => {
    expect(['a.msp', 'b.MSU', 'c.dll', 'd'].map(isPackageName)).toEqual([true, true, false, false]);
  });
});
