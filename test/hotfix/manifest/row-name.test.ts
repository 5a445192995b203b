import { expect, it } from 'vitest';
import { fileNameOfRow, foldersOfRow } from '../../../src/hotfix/manifest/row-name.js';

it.each([
  ['x.dll', 'x.dll', []],
  ['i386\\X.dll', 'X.dll', ['i386']],
  ['i386/x.dll', 'x.dll', ['i386']],
  ['%windir%\\System32\\x.dll', 'x.dll', ['system32']],
  ['C:\\Program Files\\..\\x.dll', 'x.dll', []],
  ['C:\\Program Files\\...\\bin\\x.dll', 'x.dll', ['bin']],
  ['\\\\server\\share\\x.dll', 'x.dll', ['server', 'share']],
  ['folder\\', 'folder\\', ['folder']],
])('%s', (name, file, folders) => {
  expect(fileNameOfRow(name)).toBe(file);
  expect(foldersOfRow(name)).toEqual(folders.map((folder) => folder.toUpperCase()));
});
