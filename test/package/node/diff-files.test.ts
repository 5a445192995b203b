import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diffFiles } from '../../../src/package/node/diff-files.js';
import { microsoftJudge } from '../../../src/package/node/microsoft-judge.js';
import { plainExecutable, signedExecutable } from '../../support/authenticode-builder.js';
import { openContent } from '../../support/open-content.js';
import { text, writePackage, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

function folderOf(files: Record<string, string | Uint8Array>) {
  const folder = tempFolder();
  writeTree(folder, files);
  return openContent(folder);
}

describe('diffFiles', () => {
  it('finds a file of the same content in another place', async () => {
    const result = await diffFiles(
      folderOf({ 'a/old.txt': 'content', b: 'same', c: 'gone' }),
      folderOf({ 'a/new.txt': 'content', b: 'same', d: 'more' }),
    );
    expect(result.files.map(({ key, change, moved, after }) => [key, change, moved, after?.path])).toEqual([
      ['a/old.txt', 'changed', true, 'a/new.txt'],
      ['c', 'removed', undefined, undefined],
      ['d', 'added', undefined, 'd'],
    ]);
    expect(result.counts).toEqual({ same: 1, changed: 1, added: 1, removed: 1 });
  });

  it('pairs several files of one content once each', async () => {
    const result = await diffFiles(folderOf({ a: 'x', b: 'x' }), folderOf({ c: 'x' }));
    expect(result.files.map(({ key, change, moved }) => [key, change, moved])).toEqual([
      ['a', 'changed', true],
      ['b', 'removed', undefined],
    ]);
  });

  it('pairs many files of one content in their order', async () => {
    const names = (folder: string) => Array.from({ length: 200 }, (_, i) => [`${folder}/${i}`, ''] as const);
    const result = await diffFiles(
      folderOf(Object.fromEntries(names('old'))),
      folderOf(Object.fromEntries(names('new'))),
    );
    expect(result.counts).toEqual({ same: 0, changed: 200, added: 0, removed: 0 });
    expect(result.files[0]).toMatchObject({ key: 'old/0', after: { path: 'new/0' } });
  });

  it('says what signatures files have that differ, and whether they differ in nothing else', async () => {
    const [plain, signed] = [plainExecutable(), signedExecutable()];
    const before = folderOf({ 'a.exe': plain, 'b.txt': 'one' });
    const after = folderOf({ 'a.exe': signed, 'b.txt': 'two' });
    const { files } = await diffFiles(before, after, { judge: microsoftJudge() });
    expect(files).toMatchObject([
      {
        key: 'a.exe',
        onlySignature: true,
        before: { signature: 'not signed' },
        after: { signature: expect.stringMatching(/^(?!not signed)/) },
      },
      { key: 'b.txt' },
    ]);
    expect(files[1]!.before).not.toHaveProperty('signature');
  });

  it('compares by what packages state where the content is not there, and says so', async () => {
    const alone = (size: number) => {
      const files = [{ key: 'a', name: 'a.txt', bytes: new Uint8Array(size) }];
      const path = join(tempFolder(), 'package.msi');
      writeFileSync(path, readFileSync(writePackage({ files, cabinets: 'external' })));
      return openContent(path);
    };
    const same = await diffFiles(alone(3), alone(3));
    expect(same.files).toEqual([]);
    expect(same.warnings.map(({ message }) => message)).toEqual([
      'the content of 1 file is not there and was not compared: Fixture/a.txt',
    ]);
    expect((await diffFiles(alone(3), alone(4))).files).toMatchObject([
      { change: 'changed', before: { size: 3, sha256: null }, after: { size: 4 } },
    ]);
  });

  it('counts a file whose File key has another path as changed', async () => {
    const of = (name: string) => openContent(writePackage({ files: [{ key: 'k', name, bytes: text('x') }] }));
    expect((await diffFiles(of('old.txt'), of('new.txt'))).files).toMatchObject([{ key: 'k', moved: true }]);
  });
});
