import { expect, it } from 'vitest';
import { fileNames, hasName, onlyName, withoutFileNames } from '../../../src/hotfix/article/file-names.js';

it.each<[string, string[]]>([
  ['a.exe', ['a.exe']],
  ['bin\\i386\\a.dll and (b.dll)', ['a.dll', 'b.dll']],
  ['SHA256(a.exe)= 00', ['a.exe']],
  ['ａ．ｄｌｌ', ['a.dll']],
  ['1.0.0.1', []],
  ['text', []],
])('the names of files in %j', (text, names) => {
  expect(fileNames(text)).toEqual(names);
  expect(hasName(text)).toBe(names.length > 0);
});

it('the only name of a row', () => {
  expect(onlyName(['a.exe', 'see a.exe'])).toBe('a.exe');
  expect(onlyName(['a.exe', 'b.exe'])).toBe(null);
  expect(onlyName(['a'])).toBe(null);
});

it('a text without names', () => {
  expect(withoutFileNames('MD5 of a.exe: 1')).toBe('MD5 of  : 1');
});
