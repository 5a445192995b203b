import { join, resolve, sep } from 'node:path';
import { expect, it } from 'vitest';
import { asTyped } from '../../src/cli/typed-path.js';

it.each([
  ['the word itself', ['-o', 'out'], 'out', 'out'],
  ['below the word', ['-o', 'out'], 'out/a/b', `out${sep}a${sep}b`],
  ['below a word that ends with a slash', ['-o', 'out/'], 'out/a', 'out/a'],
  ['below a word with dots', ['./out'], 'out/a', `./out${sep}a`],
  ['below this folder', ['.'], 'a', `.${sep}a`],
  ['behind an option', ['--output=out'], 'out/a', `out${sep}a`],
  ['behind a property', ['/a', 'x.msi', 'TARGETDIR=out'], 'out/a', `out${sep}a`],
  ['below the longest word', ['out', 'out/a'], 'out/a/b', `out/a${sep}b`],
])('is %s', (_, words, path, expected) => {
  expect(asTyped(resolve(path), words)).toBe(expected);
});

it.each([
  ['below no word', ['-o', 'out'], resolve('other/a')],
  ['beside a word whose name it begins with', ['out'], resolve('out2')],
  ['relative', ['out'], 'out/a'],
  ['below an absolute word', [resolve('out')], join(resolve('out'), 'a')],
  ['without words', [], resolve('out')],
])('stays as it is %s', (_, words, path) => {
  expect(asTyped(path, words)).toBe(path);
});

it.each([
  ['C:\\Out\\a\\b', ['-o', 'c:\\OUT'], 'c:\\OUT\\a\\b'],
  ['C:\\Out\\a', ['-o', 'c:/out/'], 'c:/out/a'],
  ['\\\\server\\share\\a', ['//SERVER/share'], '//SERVER/share\\a'],
  ['D:\\Out\\a', ['-o', 'C:\\Out'], 'D:\\Out\\a'],
])('is spelled on Windows as it was typed: %s', (path, words, expected) => {
  expect(asTyped(path, words, 'win32')).toBe(expected);
});
