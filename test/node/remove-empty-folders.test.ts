import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { JournalStep } from '../../src/node/journal.js';
import { removeEmptyFolders } from '../../src/node/remove-empty-folders.js';
import { TargetTree } from '../../src/node/target-tree.js';
import { writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

const folders = (...paths: string[]): JournalStep[] =>
  paths.map((path) => ({ step: 'remove-folder', root: 0, path }));

function remove(folder: string, steps: JournalStep[]): string[] {
  const tree = new TargetTree(folder);
  try {
    removeEmptyFolders(steps, [tree]);
  } finally {
    tree.close();
  }
  return readdirSync(folder).sort();
}

it('removes empty folders, the deepest first', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'a/b/c'), { recursive: true });
  expect(remove(folder, folders('a', 'a/b/c', 'a/b'))).toEqual([]);
});

it('leaves a folder that has a file, one that is a file now, and one that no step names', () => {
  const folder = tempFolder();
  writeTree(folder, { 'a/file': '', b: '' });
  mkdirSync(join(folder, 'c'));
  expect(remove(folder, folders('a', 'b', 'none'))).toEqual(['a', 'b', 'c']);
});
