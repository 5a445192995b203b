import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathKey } from '../../src/core/safe-path.js';
import {
  filesToReplace,
  findForeignFiles,
  findOtherFiles,
  otherFilesWarning,
  readWrittenFiles,
  refuseOtherFiles,
} from '../../src/prepare/earlier-files.js';
import { caught } from '../support/caught.js';
import { sha256, text, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

function folderWith(files: Record<string, string>): string {
  const folder = tempFolder();
  writeTree(folder, files);
  return folder;
}

it('finds files that are not written, whatever their letter case', () => {
  const folder = folderWith({ 'image/A.txt': '', 'image/b/c.txt': '', 'content/d.txt': '', 'e.txt': '' });
  expect(findOtherFiles(folder, ['image', 'content', 'none'], ['image/a.TXT', 'content/d.txt'])).toEqual([
    'image/b/c.txt',
  ]);
});

it.skipIf(process.platform === 'win32')('finds symbolic links, which no run writes', () => {
  const folder = folderWith({ 'image/a.txt': '', 'other/b.txt': '' });
  symlinkSync('../other', join(folder, 'image/link'));
  symlinkSync('../other/b.txt', join(folder, 'image/b.txt'));
  const others = findOtherFiles(folder, ['image'], ['image/a.txt', 'image/b.txt']);
  expect(others).toEqual(['image/b.txt', 'image/link']);
  const written = new Map(others.map((path) => [pathKey(path), { path, sha256: sha256(text('')) }]));
  expect(caught(() => filesToReplace(folder, others, written)).code).toBe('PREPARE_OTHER_FILES');
});

describe('the report of an earlier run', () => {
  it('says what was written', () => {
    const written = [{ path: 'image/a', sha256: 'x' }, { path: 3 }, null];
    const folder = folderWith({ 'report.json': JSON.stringify({ written }) });
    expect([...readWrittenFiles(folder)]).toEqual([[pathKey('image/a'), { path: 'image/a', sha256: 'x' }]]);
  });

  it.each([
    ['none', {}],
    ['no JSON', { 'report.json': 'hello' }],
    ['no list', { 'report.json': '{"written":1}' }],
    ['a value alone', { 'report.json': 'null' }],
    ['lists within lists', { 'report.json': `${'['.repeat(5000)}${']'.repeat(5000)}` }],
    ['a folder of that name', { 'report.json/x': '' }],
  ])('counts for nothing where there is %s', (_, files) => {
    expect(readWrittenFiles(folderWith(files as Record<string, string>)).size).toBe(0);
  });
});

describe('what may be removed', () => {
  const folder = () => folderWith({ 'image/a': 'a', 'image/b': 'changed' });
  const written = new Map(
    ['image/a', 'image/b'].map((path) => [pathKey(path), { path, sha256: sha256(text('a')) }]),
  );

  it('has the bytes that were written', () => {
    const at = folder();
    expect(filesToReplace(at, ['image/a'], written)).toMatchObject([{ path: 'image/a' }]);
    const error = caught(() => filesToReplace(at, ['image/a', 'image/b'], written));
    expect(error).toMatchObject({ code: 'PREPARE_OTHER_FILES', facts: { file: at, entry: 'image/b' } });
  });

  it('is nothing that nobody has written down', () => {
    expect(caught(() => filesToReplace(folder(), ['image/a'], new Map())).code).toBe('PREPARE_OTHER_FILES');
  });
});

it('messages name some files and count the others', () => {
  const files = ['a', 'b', 'c', 'd', 'e'];
  expect(caught(() => refuseOtherFiles(join('x'), files)).message).toMatch(/a, b, c and 2 more files/);
  expect(otherFilesWarning('x', files)[0]!.message).toMatch(/a, b, c and 2 more files/);
  expect(otherFilesWarning('x', [])).toEqual([]);
});

describe('what lies where a run writes', () => {
  const of = (path: string, content: string) => ({ path, sha256: sha256(text(content)) });
  it.each([
    ['nothing', {}, []],
    ['what the run writes', { 'image/A': 'new' }, []],
    ['what an earlier run wrote', { 'image/A': 'earlier' }, []],
    ['another file', { 'image/A': 'mine' }, ['image/A']],
    ['another file, spelled in another way', { 'image/a': 'mine' }, ['image/a']],
    ['a file elsewhere', { 'image/B': 'mine' }, []],
  ])('is foreign unless a run wrote it: %s', (_, files, expected) => {
    const earlier = new Map([[pathKey('image/A'), of('image/A', 'earlier')]]);
    const planned = [{ path: 'image/A', sha256: () => sha256(text('new')) }];
    expect(findForeignFiles(folderWith(files as Record<string, string>), planned, earlier)).toEqual(expected);
  });

  it('is foreign where it is not known yet what the run writes', () => {
    const folder = folderWith({ 'image/A': 'mine' });
    expect(findForeignFiles(folder, [{ path: 'image/A', sha256: () => null }], new Map())).toEqual([
      'image/A',
    ]);
  });
});
