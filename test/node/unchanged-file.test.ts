import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readIdentity } from '../../src/node/file-identity.js';
import { unchangedFile } from '../../src/node/unchanged-file.js';
import { sha256, text, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

const hash = sha256(text('a'));

it('identifies a file that has the bytes that are stated, and no other', () => {
  const folder = tempFolder();
  writeTree(folder, { a: 'a', b: 'b' });
  mkdirSync(join(folder, 'folder'));
  expect(unchangedFile(join(folder, 'a'), hash)).toEqual(readIdentity(join(folder, 'a')));
  for (const name of ['b', 'none', 'folder']) expect(unchangedFile(join(folder, name), hash)).toBeNull();
});

it.skipIf(process.platform === 'win32')('follows no link', () => {
  const folder = tempFolder();
  writeTree(folder, { a: 'a' });
  symlinkSync(join(folder, 'a'), join(folder, 'link'));
  expect(unchangedFile(join(folder, 'link'), hash)).toBeNull();
});
