import { expect, it } from 'vitest';
import { besideFolder, sharedNames } from '../../../web/worker/beside-folder.js';

const beside = (...paths: string[]) =>
  paths.map((path, i) => ({ path, file: new File([new Uint8Array(i + 1)], path.split('/').at(-1)!) }));

it('finds files by their whole paths', () => {
  const folder = besideFolder(beside('app/x64/same.txt', 'app/x86/same.txt'), new Set(['same.txt']));
  expect(folder.size('APP\\x64\\Same.txt')).toBe(1);
  expect(folder.size('app/x86/same.txt')).toBe(2);
  expect(folder.size('other/same.txt')).toBe(null);
  expect(folder.size('same.txt')).toBe(null);
});

it('takes a bare name only for the one file that has it', () => {
  const shared = sharedNames(['app\\x64\\same.txt', 'app/x86/SAME.txt', 'app/one.txt', 'app/one.txt']);
  expect([...shared]).toEqual(['same.txt']);
  const folder = besideFolder(beside('same.txt', 'one.txt', 'data1.cab'), shared);
  expect(folder.size('app/x64/same.txt')).toBe(null);
  expect(folder.size('app/one.txt')).toBe(2);
  expect(folder.size('data1.cab')).toBe(3);
});

it('refuses two files of one name', () => {
  expect(() => besideFolder(beside('same.txt', 'Same.txt'))).toThrow(/same name/);
});
