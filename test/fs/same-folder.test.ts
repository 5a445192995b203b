import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isSameFolder } from '../../src/fs/same-folder.js';
import { tempFolder } from '../support/temp-folder.js';

it('knows a folder by any path to it', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'a'));
  symlinkSync(join(folder, 'a'), join(folder, 'link'), 'junction');
  expect(isSameFolder(join(folder, 'a'), join(folder, 'link'))).toBe(true);
  expect(isSameFolder(join(folder, 'a'), `${join(folder, 'b', '..', 'a')}`)).toBe(true);
  expect(isSameFolder(folder, join(folder, 'a'))).toBe(false);
});

it('goes by the path where there is no folder', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), 'x');
  expect(isSameFolder(join(folder, 'absent'), join(folder, 'absent'))).toBe(true);
  expect(isSameFolder(join(folder, 'absent'), folder)).toBe(false);
  expect(isSameFolder(join(folder, 'file', 'below'), folder)).toBe(false);
});
