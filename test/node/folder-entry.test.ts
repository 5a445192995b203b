import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isFolderEntry } from '../../src/node/folder-entry.js';
import { canLinkFolders, linkFolder } from '../support/links.js';
import { tempFolder } from '../support/temp-folder.js';

/** An entry as Windows lists a reparse point, or any other. */
const entry = (name: string, kind: 'link' | 'folder' | 'file') => ({
  name,
  isSymbolicLink: () => kind === 'link',
  isDirectory: () => kind === 'folder',
});

it('takes what a listing calls a link and lstat calls a folder, as folders of OneDrive on Windows', () => {
  const root = tempFolder();
  mkdirSync(join(root, 'cloud'));
  writeFileSync(join(root, 'deduplicated'), '');
  expect(isFolderEntry(root, entry('cloud', 'link'))).toBe(true);
  expect(isFolderEntry(root, entry('deduplicated', 'link'))).toBe(false);
  expect(isFolderEntry(root, entry('gone', 'link'))).toBe(false);
  expect(isFolderEntry(root, entry('cloud', 'folder'))).toBe(true);
  expect(isFolderEntry(root, entry('deduplicated', 'file'))).toBe(false);
});

it.skipIf(!canLinkFolders)('takes no link to a folder', () => {
  const root = tempFolder();
  mkdirSync(join(root, 'a'));
  linkFolder(join(root, 'a'), join(root, 'link'));
  expect(isFolderEntry(root, entry('link', 'link'))).toBe(false);
});
