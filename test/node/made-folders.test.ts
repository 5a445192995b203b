import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderNumber, removeMadeFolders } from '../../src/node/made-folders.js';
import { tempFolder } from '../support/temp-folder.js';

function made(): { root: string; folder: string; numbers: string[] } {
  const root = tempFolder();
  const folder = join(root, 'a/b');
  mkdirSync(folder, { recursive: true });
  return { root, folder, numbers: [folderNumber(folder)!, folderNumber(join(root, 'a'))!] };
}

describe('removeMadeFolders', () => {
  it('removes the folder and those above it that were made', () => {
    const { root, folder, numbers } = made();
    removeMadeFolders(folder, numbers);
    expect(existsSync(join(root, 'a'))).toBe(false);
    expect(existsSync(root)).toBe(true);
  });

  it('stops where something is in a folder', () => {
    const { root, folder, numbers } = made();
    writeFileSync(join(root, 'a/file'), '');
    removeMadeFolders(folder, numbers);
    expect([existsSync(folder), existsSync(join(root, 'a'))]).toEqual([false, true]);
  });

  it('stops where another folder stands in the place of one', () => {
    const { root, folder, numbers } = made();
    renameSync(folder, join(root, 'moved'));
    mkdirSync(folder);
    removeMadeFolders(folder, numbers);
    expect(existsSync(folder)).toBe(true);
  });
});

it('folderNumber is none for a file or nothing', () => {
  const root = tempFolder();
  writeFileSync(join(root, 'file'), '');
  expect(folderNumber(join(root, 'file'))).toBeNull();
  expect(folderNumber(join(root, 'none'))).toBeNull();
});
