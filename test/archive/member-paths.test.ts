import { describe, expect, it } from 'vitest';
import { memberPaths } from '../../src/archive/member-paths.js';
import { caught } from '../support/caught.js';
import { itThorough } from '../support/thorough.js';

describe('memberPaths', () => {
  it('leaves alone what is fine', () => {
    const names = ['a.msi', 'folder/b.msi', 'folder/A.msi', 'Ünicode/日本語.txt'];
    expect(memberPaths(names, false)).toEqual({
      paths: names,
      statedNames: names.map(() => null),
      warnings: [],
    });
    expect(memberPaths(['folder\\b.msi'], false).paths).toEqual(['folder/b.msi']);
  });

  it.each([
    '../evil.txt',
    'a/../../evil.txt',
    'a\\..\\..\\evil.txt',
    '/etc/passwd',
    '\\\\server\\share\\x',
    'C:\\x.txt',
    'c:x.txt',
    'NUL',
    'folder/con.txt',
    'COM1 .log',
    'aux/readme.txt',
  ])('refuses %j', (name) => {
    expect(caught(() => memberPaths(['a', name], false))).toMatchObject({
      code: 'CONTAINER_UNSAFE_NAME',
      kind: 'input',
      facts: { entry: name },
    });
  });

  it.each([
    [['a.txt', 'a.txt']],
    [['a.txt', 'A.TXT']],
    [['dir/a.txt', 'DIR\\A.txt']],
    [['a', 'a/b']],
    [['a/b', 'A']],
    [['straße/x', 'STRAßE/x']],
  ])('refuses %j as one name twice', (names) => {
    expect(caught(() => memberPaths(names, false)).code).toBe('CONTAINER_DUPLICATE_NAME');
  });

  it('takes a drive letter for one only where a path begins', () => {
    expect(memberPaths(['a/c:x'], false).paths).toEqual(['a/c_x']);
    expect(memberPaths(['a/c:/x'], false).paths).toEqual(['a/c/x']);
  });

  it('finds a folder again however it is spelled', () => {
    const names = ['a/b/1', 'A\\b/2', './a//b/3', 'a/b', 'a/b/1', 'A/B/2'];
    expect(memberPaths(names, true).paths).toEqual([
      'a/b/1',
      'A/b/2',
      'a/b/3',
      'a/b (2)',
      'a/b/1 (2)',
      'A/B/2 (2)',
    ]);
  });

  itThorough.each([
    [
      'whose letters differ in case',
      (i: number) =>
        `${[...i.toString(2).padStart(20, '0')].map((bit) => (bit === '0' ? 'd' : 'D')).join('/')}/${'e/'.repeat(450)}f${i}`,
    ],
    [
      'with marks doubled',
      (i: number) => `${'d/'.repeat(450)}${'/'.repeat(i % 1000)}${'.'.repeat(i > 1000 ? 1 : 0)}/${i}`,
    ],
    ['that end in a mark', (i: number) => `${'d/'.repeat(480)}${i}/`],
  ])('refuses many deep folders %s', (_what, nameOf) => {
    const names = Array.from({ length: 3000 }, (_, i) => nameOf(i));
    expect(caught(() => memberPaths(names, true))).toMatchObject({ code: 'PATH_UNSAFE' });
  });

  itThorough('takes a hundred thousand files in one deep folder', () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `${'d/'.repeat(120)}${i}`);
    expect(memberPaths(names, false).paths).toEqual(names);
  });

  it('alters them where asked to', () => {
    const { paths, warnings } = memberPaths(['../a', 'nul', 'b.txt', 'B.txt', 'b.txt', 'c/d', 'c'], true);
    expect(paths).toEqual(['xx/a', '_nul', 'b.txt', 'B (2).txt', 'b (3).txt', 'c/d', 'c (2)']);
    expect(warnings.map(({ code }) => code)).toEqual(Array(5).fill('PATH_RENAMED'));
  });

  it('replaces characters that only some systems refuse, with a warning', () => {
    const { paths, warnings } = memberPaths(['a?.txt', 'b.'], false);
    expect(paths).toEqual(['a_.txt', 'b_']);
    expect(warnings).toHaveLength(2);
  });

  it.each([
    [
      ['dir', 'dir\\file.txt'],
      ['dir', 'dir (2)/file.txt'],
    ],
    [
      ['d', 'd/a', 'D/b', 'd/c/e', 'd (2)'],
      ['d', 'd (2)/a', 'd (2)/b', 'd (2)/c/e', 'd (2) (2)'],
    ],
    [
      ['a/b', 'a/b/c', 'a/b/c/d', 'a'],
      ['a/b', 'a/b (2)/c', 'a/b (2)/c (2)/d', 'a (2)'],
    ],
    [
      ['a.x', 'a.x/b', 'a.x', 'a.x'],
      ['a.x', 'a (2).x/b', 'a (3).x', 'a (4).x'],
    ],
  ])('gives %j folders beside the files that have their names', (names, paths) => {
    expect(memberPaths(names, true).paths).toEqual(paths);
    expect(caught(() => memberPaths(names, false)).code).toBe('CONTAINER_DUPLICATE_NAME');
  });

  it.each([
    ['long', 'a'.repeat(131_000)],
    ['long, of dots and blanks', '. '.repeat(65_500)],
    ['long, of separators', 'a/'.repeat(65_500)],
    ['deep', `${'d/'.repeat(1000)}f`],
    ['a long part', `folder/${'a'.repeat(256)}`],
    ['a long part of dots', `x${'. '.repeat(1500)}x`],
  ])('refuses a name that is %s, whatever was asked for', (_, name) => {
    for (const rename of [false, true]) {
      expect(caught(() => memberPaths([name], rename)).code).toBe('PATH_UNSAFE');
    }
  });

  it('counts the folders of all names', () => {
    const names = Array.from({ length: 300 }, (_, i) => `${i}/${'d/'.repeat(400)}f`);
    expect(caught(() => memberPaths(names, false)).code).toBe('CONTAINER_TOO_MANY');
  });

  itThorough.each([
    ['one name', Array(60_000).fill('same.txt')],
    ['a name that is a folder', ['c/d', ...Array(60_000).fill('c')]],
    ['names in a file', ['c', ...Array.from({ length: 60_000 }, (_, i) => `c/${i}`)]],
    ['names that are numbered already', Array.from({ length: 60_000 }, (_, i) => (i % 2 ? 'a' : `a (${i})`))],
  ])('numbers thousands of files for %s', (_, names) => {
    const { paths } = memberPaths(names, true);
    expect(new Set(paths).size).toBe(names.length);
  });
});
