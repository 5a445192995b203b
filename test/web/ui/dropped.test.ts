import { describe, expect, it } from 'vitest';
import { articlesOf, besideOf, isPackageName, sortDropped } from '../../../web/ui/dropped.js';

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
    expect(found.articles[0]?.name ?? null).toBe(article);
  });

  it('knows packages by their names', () => {
    expect(['a.msp', 'b.MSU', 'c.dll', 'd'].map(isPackageName)).toEqual([true, true, false, false]);
  });
});

describe('articlesOf', () => {
  const file = (sourcePath: string, cabinet: string | null) => ({
    key: 'k',
    targetPath: null,
    sourcePath,
    cabinet,
  });
  it('are no files that the package expects beside itself', () => {
    const articles = [{ name: 'Readme.txt' }, { name: 'kb.html' }];
    expect(articlesOf(articles, [file('app\\readme.txt', null)])).toEqual([{ name: 'kb.html' }]);
    expect(articlesOf(articles, [file('app\\readme.txt', 'a.cab')])).toEqual(articles);
    expect(articlesOf(articles.slice(0, 1), [file('readme.txt', null)])).toEqual([]);
  });
});

it('gives files that came with a folder their paths from that of the package', () => {
  const at = (path: string) => ({ name: path.split('/').at(-1)!, webkitRelativePath: path });
  const bare = { name: 'b.txt', webkitRelativePath: '' };
  const beside = besideOf(at('top/a.msi'), [at('top/x64/b.txt'), at('other/b.txt'), bare]);
  expect(beside.map(({ path }) => path)).toEqual(['x64/b.txt', 'b.txt']);
});
