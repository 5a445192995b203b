import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderKey, isSameFolder, wayInto } from '../../src/node/same-folder.js';
import { canLinkFolders, linkFolder } from '../support/links.js';
import { tempFolder } from '../support/temp-folder.js';

it('knows a folder by any path to it', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'a'));
  expect(isSameFolder(join(folder, 'a'), `${join(folder, 'b', '..', 'a')}`)).toBe(true);
  expect(isSameFolder(folder, join(folder, 'a'))).toBe(false);
});

it.skipIf(!canLinkFolders)('knows a folder through a link', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'a'));
  linkFolder(join(folder, 'a'), join(folder, 'link'));
  expect(isSameFolder(join(folder, 'a'), join(folder, 'link'))).toBe(true);
});

it('goes by the path where there is no folder', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), 'x');
  expect(isSameFolder(join(folder, 'absent'), join(folder, 'absent'))).toBe(true);
  expect(isSameFolder(join(folder, 'absent'), folder)).toBe(false);
  expect(isSameFolder(join(folder, 'file', 'below'), folder)).toBe(false);
});

it.skipIf(!canLinkFolders)('has one key for all paths of a folder, also of one that does not exist', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'real'));
  linkFolder(join(folder, 'real'), join(folder, 'link'));
  for (const below of ['', 'new', 'new/deeper']) {
    const key = folderKey(join(folder, 'real', below));
    expect(folderKey(join(folder, 'link', below))).toBe(key);
    expect(folderKey(`${folder}/./real/../link/${below}`)).toBe(key);
    expect(folderKey(join(folder, 'other', below))).not.toBe(key);
  }
});

it.skipIf(!canLinkFolders)('finds the way into a folder by any path to it, and follows no link in it', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'real/below'), { recursive: true });
  mkdirSync(join(folder, 'elsewhere'));
  linkFolder(join(folder, 'real'), join(folder, 'link'));
  linkFolder(join(folder, 'elsewhere'), join(folder, 'real/out'));
  for (const [one, other] of [
    ['real', 'link'],
    ['link', 'real'],
    ['real', 'real'],
  ] as const) {
    expect(wayInto(join(folder, one), join(folder, other))).toBe('');
    expect(wayInto(join(folder, one), join(folder, other, 'below/x'))).toBe('below/x');
    expect(wayInto(join(folder, one), join(folder, other, 'new/x'))).toBe('new/x');
    expect(wayInto(join(folder, one, 'new'), join(folder, other, 'new/x'))).toBe('x');
    expect(wayInto(join(folder, one), join(folder, other, 'out/x'))).toBe('out/x');
    expect(wayInto(join(folder, one), join(folder, other, '../elsewhere/x'))).toBeNull();
  }
  expect(wayInto(join(folder, 'elsewhere'), join(folder, 'real/out/x'))).toBe('x');
  expect(wayInto(join(folder, 'real'), 'real/x')).toBeNull();
});
