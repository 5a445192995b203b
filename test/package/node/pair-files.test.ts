import { describe, expect, it } from 'vitest';
import { comparedPath, pairFiles } from '../../../src/package/node/pair-files.js';
import { openContent } from '../../support/open-content.js';
import { text, writePackage, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const packageOf = (files: readonly (readonly [string, string])[]) =>
  openContent(writePackage({ files: files.map(([key, name]) => ({ key, name, bytes: text(key) })) }));
function folderOf(...paths: string[]) {
  const folder = tempFolder();
  writeTree(folder, Object.fromEntries(paths.map((path) => [path, path])));
  return openContent(folder);
}
const pairsOf = (
  ...contents: Parameters<typeof pairFiles> extends [infer A, infer B, ...unknown[]] ? [A, B] : never
) =>
  pairFiles(...contents, ({ files }) => files).map(({ before, after, isMoved }) => [
    before && (comparedPath(before) ?? before.key),
    after && (comparedPath(after) ?? after.key),
    isMoved,
  ]);

describe('pairFiles', () => {
  it('goes by paths in any letter case, whatever the File keys', () => {
    expect(pairsOf(packageOf([['k1', 'a.txt']]), packageOf([['k2', 'A.TXT']]))).toEqual([
      ['Fixture/a.txt', 'Fixture/A.TXT', false],
    ]);
  });

  it('then by File keys: the file has another place', () => {
    expect(
      pairsOf(
        packageOf([
          ['k', 'old.txt'],
          ['gone', 'gone.txt'],
        ]),
        packageOf([
          ['k', 'new.txt'],
          ['more', 'more.txt'],
        ]),
      ),
    ).toEqual([
      ['Fixture/old.txt', 'Fixture/new.txt', true],
      ['Fixture/gone.txt', null, false],
      [null, 'Fixture/more.txt', false],
    ]);
  });

  it.each([
    ['Fixture/a.txt', 'Fixture/a.txt'],
    ['a.txt', 'a.txt'],
    ['PFiles/Fixture/a.txt', 'PFiles/Fixture/a.txt'],
  ])('compares a package with a folder by its layout: %s', (path, expected) => {
    expect(pairsOf(packageOf([['k', 'a.txt']]), folderOf(path, 'other'))).toEqual([
      [expect.any(String), expected, false],
      [null, 'other', false],
    ]);
  });
});
