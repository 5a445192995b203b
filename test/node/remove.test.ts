import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeEmptyFolder } from '../../src/node/remove.js';
import { tempFolder } from '../support/temp-folder.js';

it('removes a folder with nothing in it, and nothing else', () => {
  const root = tempFolder();
  const [empty, full, file] = ['empty', 'full', 'file'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(empty);
  mkdirSync(full);
  writeFileSync(join(full, 'a'), '');
  writeFileSync(file, '');
  expect([empty, file, join(root, 'none')].map((path) => removeEmptyFolder(path))).toEqual([
    true,
    false,
    false,
  ]);
  expect(removeEmptyFolder(full)).toBe(false);
  expect([empty, full, join(full, 'a'), file].map((path) => existsSync(path))).toEqual([
    false,
    true,
    true,
    true,
  ]);
});
