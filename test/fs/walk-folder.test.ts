import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HotfixkitError } from '../../src/errors.js';
import { type WalkOptions, walkFolder } from '../../src/fs/walk-folder.js';
import { caughtLater } from '../support/caught.js';
import { tempFolder } from '../support/temp-folder.js';

async function walk(root: string, options: WalkOptions = {}): Promise<[string, string[]][]> {
  const folders: [string, string[]][] = [];
  for await (const { path, files } of walkFolder(root, options)) folders.push([path, files]);
  return folders;
}

describe('walkFolder', () => {
  it('lists folders in the order of their names, parents first, links left alone', async () => {
    const root = tempFolder();
    for (const folder of ['b/deep', 'a', 'c']) mkdirSync(join(root, folder), { recursive: true });
    for (const file of ['z', 'b/2', 'b/1', 'b/deep/3', 'a/x']) writeFileSync(join(root, file), '');
    symlinkSync(root, join(root, 'c', 'loop'), 'dir');
    symlinkSync(join(root, 'z'), join(root, 'c', 'link'));
    expect(await walk(root)).toEqual([
      ['', ['z']],
      ['a', ['x']],
      ['b', ['1', '2']],
      ['b/deep', ['3']],
      ['c', []],
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
