import { expect, it } from 'vitest';
import { FilesOfName, folderKey, foldersOf } from '../../../src/hotfix/verify/files-of-name.js';

const fileOf = (path: string) => ({ path, name: 'a.dll', size: 1, version: null, platform: null });
const pathsOf = (files: readonly { file: { path: string } }[]) => files.map(({ file }) => file.path);

it('FilesOfName has the shallowest file first, one with its own name before numbered ones', () => {
  const files = new FilesOfName(['x/y/a.dll', 'b/a.dll', 'a/a.dll', 'a/a.dll.2'].map(fileOf));
  expect(pathsOf(files.candidates)).toEqual(['a/a.dll', 'b/a.dll', 'a/a.dll.2', 'x/y/a.dll']);
  expect(files.candidates.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
});

it('FilesOfName finds files by the folder in which they lie, or another name of its processor', () => {
  const files = new FilesOfName(['i386/a.dll', 'AMD64/a.dll', 'i386/x/a.dll'].map(fileOf));
  expect(pathsOf(files.inFolder('X86'))).toEqual(['i386/a.dll']);
  expect(pathsOf(files.inFolder('X'))).toEqual(['i386/x/a.dll']);
  expect(files.inFolder('DE')).toEqual([]);
});

it('foldersOf and folderKey', () => {
  expect(foldersOf('one\\Two/a.dll')).toEqual(['ONE', 'TWO']);
  expect([folderKey('I386'), folderKey('DE')]).toEqual(['x86', 'DE']);
});
