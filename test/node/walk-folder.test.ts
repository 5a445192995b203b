import { Dirent, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { HotfixkitError } from '../../src/core/errors.js';
import { type WalkOptions, walkFolder } from '../../src/node/walk-folder.js';
import { caughtLater } from '../support/caught.js';
import { canLinkFiles, canLinkFolders, linkFolder } from '../support/links.js';
import { canMakePipes, makePipe } from '../support/pipes.js';
import { tempFolder } from '../support/temp-folder.js';

async function walk(root: string, options: WalkOptions = {}): Promise<[string, string[]][]> {
  const folders: [string, string[]][] = [];
  for await (const { path, files } of walkFolder(root, options)) folders.push([path, files]);
  return folders;
}

describe('walkFolder', () => {
  it.skipIf(!canLinkFolders)(
    'lists folders in the order of their names, parents first, links left alone',
    async () => {
      const root = tempFolder();
      for (const folder of ['b/deep', 'a', 'c']) mkdirSync(join(root, folder), { recursive: true });
      for (const file of ['z', 'b/2', 'b/1', 'b/deep/3', 'a/x']) writeFileSync(join(root, file), '');
      linkFolder(root, join(root, 'c', 'loop'));
      if (canLinkFiles) symlinkSync(join(root, 'z'), join(root, 'c', 'link'));
      expect(await walk(root)).toEqual([
        ['', ['z']],
        ['a', ['x']],
        ['b', ['1', '2']],
        ['b/deep', ['3']],
        ['c', []],
      ]);
    },
  );

  it.skipIf(!canLinkFolders)('counts links, also those that lead nowhere', async () => {
    const root = tempFolder();
    mkdirSync(join(root, 'a'));
    linkFolder(join(root, 'a'), join(root, 'one'));
    linkFolder(join(root, 'none'), join(root, 'a', 'two'));
    linkFolder(join(root, 'none'), join(root, 'a', 'three'));
    const counts: [string, number][] = [];
    for await (const { path, links } of walkFolder(root)) counts.push([path, links]);
    expect(counts).toEqual([
      ['', 1],
      ['a', 2],
    ]);
  });

  it.skipIf(!canMakePipes)('names pipes and the like', async () => {
    const root = tempFolder();
    mkdirSync(join(root, 'a'));
    makePipe(join(root, 'a', 'pipe'));
    const found: [string, string[]][] = [];
    for await (const { path, others } of walkFolder(root)) found.push([path, others]);
    expect(found).toEqual([
      ['', []],
      ['a', ['pipe']],
    ]);
  });

  it('takes what a listing calls a link and lstat calls a file or folder, as deduplicated files on Windows', async () => {
    const root = tempFolder();
    mkdirSync(join(root, 'placeholder'));
    for (const file of ['deduplicated.msi', 'placeholder/cloud.exe']) writeFileSync(join(root, file), '');
    if (canLinkFiles) symlinkSync(join(root, 'deduplicated.msi'), join(root, 'true link'));
    const dirents = vi.spyOn(Dirent.prototype, 'isSymbolicLink').mockReturnValue(true);
    const plain = ['isFile', 'isDirectory'].map((name) =>
      vi.spyOn(Dirent.prototype, name as 'isFile').mockReturnValue(false),
    );
    try {
      expect(await walk(root)).toEqual([
        ['', ['deduplicated.msi']],
        ['placeholder', ['cloud.exe']],
      ]);
    } finally {
      for (const spy of [dirents, ...plain]) spy.mockRestore();
    }
  });

  it('passes over what other runs left behind', async () => {
    const root = tempFolder();
    for (const name of ['.hotfixkit-0123456789ab', '.hotfixkit-mine']) {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, '1'), '');
    }
    for (const name of ['.hotfixkit-0123456789ab.lock', '.hotfixkit-0123456789ab.txt'])
      writeFileSync(join(root, name), '');
    expect(await walk(root)).toEqual([
      ['', ['.hotfixkit-0123456789ab.txt']],
      ['.hotfixkit-mine', ['1']],
    ]);
  });

  it('goes through more folders than it lists ahead', async () => {
    const root = tempFolder();
    for (let i = 0; i < 100; i++) mkdirSync(join(root, String(i).padStart(3, '0'), 'x'), { recursive: true });
    const folders = (await walk(root)).map(([path]) => path);
    expect(folders).toHaveLength(201);
    expect(folders).toEqual([...folders].sort());
  });

  it('ends with the first error, or goes on where told to', async () => {
    const root = join(tempFolder(), 'none');
    expect(await caughtLater(() => walk(root))).toMatchObject({ code: 'FILE_NOT_FOUND' });
    const errors: HotfixkitError[] = [];
    expect(await walk(root, { onError: (error) => errors.push(error) })).toEqual([]);
    expect(errors).toHaveLength(1);
  });
});
