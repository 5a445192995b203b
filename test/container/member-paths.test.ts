import { describe, expect, it } from 'vitest';
import { memberPaths } from '../../src/container/member-paths.js';
import { caught } from '../support/caught.js';

describe('memberPaths', () => {
  it('leaves alone what is fine', () => {
    const names = ['a.msi', 'folder/b.msi', 'folder/A.msi', 'Ünicode/日本語.txt'];
    expect(memberPaths(names, false)).toEqual({ paths: names, warnings: [] });
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
});
