import { describe, expect, it } from 'vitest';
import { ClaimReader } from '../../../../src/hotfix/article/rules/file-claims.js';
import { RuleWords } from '../../../../src/hotfix/article/rules/rule-words.js';
import type { ManifestSection } from '../../../../src/hotfix/manifest/manifest.js';

const row = (name: string, version: string | null, size: number | null) => ({
  name,
  version,
  size,
  date: null,
  time: null,
  platform: null,
});
const sections: ManifestSection[] = [
  { title: 'A', product: null, files: [row('a.dll', '1.0.0.1', 4096), row('b.dll', '1.0.0.1', 5120)] },
  { title: 'B', product: null, files: [row('a.dll', '2.0.0.1', 4608)] },
];
const read = (text: string, language = 'en') =>
  new ClaimReader(sections, new RuleWords([], language)).read(text);

describe('what a sentence states of files', () => {
  it.each([
    ['en', 'All files have version 1.0.0.2.', /all files the version 1\.0\.0\.2/],
    ['de', 'Alle Dateien haben die Version 01.0.0.02.', /all files the version 1\.0\.0\.2/],
    ['en', 'a.dll has 4,097 bytes.', /a\.dll a size of 4,097 bytes, and the table 4,096 or 4,608/],
    ['fr', 'La taille de b.dll est de 5 121 octets.', /b\.dll a size of 5,121 bytes, and the table 5,120/],
    ['en', 'The package has 7 files.', /speaks of 7 files, and the tables have 1, 2, 3$/],
    ['en', 'Number of files: 7', /speaks of 7 files/],
    ['de', 'Dateien: 7', /speaks of 7 files/],
    ['en', '(and 9 more files)', /speaks of 9 files/],
    ['ru', 'В пакете 5 файлов.', /speaks of 5 files/],
    ['ja', '5 個のファイルが含まれます。', /speaks of 5 files/],
    [
      'en',
      'Total: 2 files, 9,217 bytes',
      /all files a size of 9,217 bytes, and the rows of the tables 13,824, 9,216, 4,608$/,
    ],
    ['de', 'Gesamtgröße: 9.217 Bytes', /all files a size of 9,217 bytes/],
    ['en', 'Both files have version 1.0.0.2.', /all files the version 1\.0\.0\.2/],
  ])('contradicts the tables: %s %s', (language, text, message) => {
    expect(read(text, language).contradiction).toMatch(message);
  });

  it.each([
    'All files have version 1.0.0.1.',
    'a.dll has 4,096 bytes.',
    'The package has 2 files.',
    'There are 3 files.',
    'Total: 2 files, 9,216 bytes',
    'Total download size: 9,217 bytes',
    'Additional files for Windows 7',
    'Windows 7 files',
    'c.dll has 17 bytes.',
    'When you copy 500 files to a share, the client stops responding.',
    'If a folder contains more than 100 files, inventory fails.',
  ])('agrees with them, or is of others: %s', (text) => {
    expect(read(text).contradiction).toBeNull();
  });

  it.each([
    ['The version is 1.0.0.3.', true, []],
    ['The version is 1.0.0.1.', false, []],
    ['a.dll has 4,096 bytes.', false, ['a.dll']],
    ['The download has 4,096 bytes.', true, []],
    ['The download has 4 MB.', true, []],
    [`The hash is ${'a1'.repeat(20)}.`, true, []],
    ['For Windows XP SP2, see B.DLL and c.dll.', false, ['B.DLL']],
  ])('is compared with the rows: %s', (text, hasOther, names) => {
    expect(read(text)).toMatchObject({ contradiction: null, hasOther, names });
  });

  it.each([
    ['Total size of the files: 9,216 bytes', false],
    ['Total size of the files: 9,217 bytes', true],
    ['All files are 64-bit.', true],
    ['Both files are for Itanium.', true],
    ['Files for x64', true],
    ['All files are x86.', false],
    ['The files for Windows XP x64', true],
    ['This hotfix is for x64.', false],
  ])('states a total or a processor: %s', (text, hasOther) => {
    const x86 = sections.map((one) => ({ ...one, platform: 'x86' as const }));
    expect(new ClaimReader(x86, new RuleWords([], 'en')).read(text)).toMatchObject({ hasOther });
  });

  it.each([
    ['Read 4,096 instead of 8,192.', true],
    ['It is 1.0.0.1.', true],
    ['Port 5120', true],
    ['It is 4,097.', false],
  ])('may have the value of a row: %s', (text, hasValue) => {
    expect(read(text)).toMatchObject({ hasValue });
  });

  it.each([
    ['Show 24 more rows', true],
    ['Showing 1 to 2 of 57 entries', true],
    ['All 3 rows are shown.', false],
  ])('may count rows that no table has: %s', (text, isOther) => {
    expect(read(text).countsOtherRows).toBe(isOther);
  });
});

it.each([
  ['MD5: 0123456789abcdef0123456789abcdef', true],
  ['{0123456789abcdef0123456789abcdef}', true],
  ['x0123456789abcdef0123456789abcdefx', false],
])('a hash is one where no letter goes on: %s', (text, isOne) => {
  expect(read(text).hasOther).toBe(isOne);
});
