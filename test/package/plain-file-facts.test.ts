import { expect, it } from 'vitest';
import { plainFileFacts } from '../../src/package/plain-file-facts.js';

it.each([
  ['a.txt', 'a.txt'],
  ['sub/folder/a.txt', 'a.txt'],
  ['sub/', ''],
])('plainFileFacts of %s', (path, name) => {
  const { key, targetPath, sourcePath, size, readOnly, selected, ...rest } = plainFileFacts(path, 3);
  expect([key, targetPath, sourcePath]).toEqual([path, path, path]);
  expect([rest.name, size, readOnly, selected]).toEqual([name, 3, false, true]);
  expect(rest.version).toBeNull();
});
