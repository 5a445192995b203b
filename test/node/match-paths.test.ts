import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPattern, matchPaths } from '../../src/node/match-paths.js';
import { caughtLater } from '../support/caught.js';
import { canLinkFolders, linkFolder } from '../support/links.js';
import { tempFolder } from '../support/temp-folder.js';

function folder(): string {
  const root = tempFolder();
  for (const name of ['a/b', 'c{1}', '.hotfixkit-0123456789ab'])
    mkdirSync(join(root, name), { recursive: true });
  for (const name of ['x.log', 'Y.LOG', '[z].log', 'a/1.log', 'a/b/2.log', 'c{1}/3.log', 'a.txt'])
    writeFileSync(join(root, name), '');
  return root;
}

const match = async (root: string, pattern: string, options = {}) =>
  (await matchPaths(`${root}/${pattern}`, options)).map((path) => path.slice(root.length + 1));

describe('matchPaths', () => {
  it.each<[string, string[]]>([
    ['*.log', ['Y.LOG', '[z].log', 'x.log']],
    ['?.log', ['Y.LOG', 'x.log']],
    ['[xy].log', ['Y.LOG', 'x.log']],
    ['[z].log', ['[z].log']],
    ['{x,y}.log', ['Y.LOG', 'x.log']],
    ['*/*.log', ['a/1.log', 'c{1}/3.log']],
    ['a/*/2.log', ['a/b/2.log']],
    ['c{1}/*', ['c{1}/3.log']],
    ['a\\*.log', ['a/1.log']],
    ['**/*.log', ['Y.LOG', '[z].log', 'x.log', 'a/1.log', 'a/b/2.log', 'c{1}/3.log']],
    ['a/**', ['a/1.log', 'a/b', 'a/b/2.log']],
    ['*/', ['a', 'c{1}']],
    ['none*', []],
    ['*/none/*.log', []],
  ])('%s', async (pattern, expected) => {
    expect(await match(folder(), pattern)).toEqual(expected);
  });

  it('finds folders alone', async () => {
    expect(await match(folder(), '*', { folders: true })).toEqual(['a', 'c{1}']);
  });

  it.skipIf(!canLinkFolders)('does not follow links across folders', async () => {
    const root = folder();
    linkFolder(root, join(root, 'a/b/up'));
    expect(await match(root, 'a/**/*.log')).toEqual(['a/1.log', 'a/b/2.log']);
  });

  it('says that the folder before the pattern is missing', async () => {
    const root = folder();
    expect(await caughtLater(() => matchPaths(`${root}/none/*.log`))).toMatchObject({
      code: 'FILE_NOT_FOUND',
      facts: { file: `${root.replaceAll('\\', '/')}/none/` },
    });
  });

  it('searches each folder once, however often ** stands there', async () => {
    const root = folder();
    mkdirSync(join(root, Array.from({ length: 40 }, () => 'd').join('/')), { recursive: true });
    const deep = Array.from({ length: 12 }, () => '**').join('/');
    expect(await match(root, `${deep}/*.log`)).toEqual(await match(root, '**/*.log'));
    expect(await match(root, '**/d/**/d/**/d/**/d/**/none')).toEqual([]);
  });

  // A folder of that name can be made elsewhere only.
  it.skipIf(process.platform === 'win32')('takes a drive of Windows for the front of a path', async () => {
    const root = folder();
    const before = process.cwd();
    mkdirSync(join(root, 'C:/logs'), { recursive: true });
    writeFileSync(join(root, 'C:/logs/a.log'), '');
    process.chdir(root);
    try {
      expect(await matchPaths('C:\\*', {}, 'win32')).toEqual(['C:/logs']);
      expect(await matchPaths('C:\\**\\*.log', {}, 'win32')).toEqual(['C:/logs/a.log']);
    } finally {
      process.chdir(before);
    }
  });

  it('ends when it is told to', async () => {
    const signal = AbortSignal.abort();
    expect(await caughtLater(() => match(folder(), '**', { signal }))).toMatchObject({ code: 'ABORTED' });
  });
});

it.each([
  ['a*', true],
  ['a?', true],
  ['[a]', true],
  ['{a}', true],
  ['\\\\?\\C:\\a', false],
  ['\\\\?\\C:\\a*', true],
  ['\\??\\C:\\a', false],
  ['\\??\\C:\\a?', true],
  ['\\??\\ab', true],
  ['\\\\?\\Volume{a-b}\\a', false],
  ['//./Volume{a-b}/{a}', true],
  ['a', false],
])('%s is a pattern: %s', (path, expected) => {
  expect(isPattern(path)).toBe(expected);
});
