import { describe, expect, it } from 'vitest';
import type { ManifestFile } from '../../../src/hotfix/manifest/manifest.js';
import { mainProcessor, UsedTable } from '../../../src/hotfix/verify/used-table.js';

const row = (
  name: string,
  platform: string | null = null,
  version: string | null = '1.0.0.1',
): ManifestFile => ({
  name,
  version,
  size: 1,
  date: null,
  time: null,
  platform,
});
const file = (platform: string | null) => ({ path: 'a', name: 'a', size: 1, version: null, platform });
const section = (title: string, ...files: ManifestFile[]) => ({ title, product: null, files });
const none = { unlisted: [], onlyPresent: false, fileName: null };

describe('UsedTable', () => {
  it.each<[string, ManifestFile[], ManifestFile, boolean]>([
    ['the same', [row('a.dll', 'x86')], row('A.DLL', 'i386'), true],
    ['a processor that the other does not state', [row('a.dll', 'x86')], row('a.dll'), true],
    ['no processor', [row('a.dll')], row('a.dll', 'x64'), true],
    ['a text that is no processor', [row('a.dll', 'SP2')], row('a.dll', 'x64'), true],
    ['another processor', [row('a.dll', 'x86')], row('a.dll', 'x64'), false],
    ['one of two processors', [row('a.dll', 'x86'), row('a.dll', 'x64')], row('a.dll', 'x64'), true],
    ['another version', [row('a.dll')], row('a.dll', null, '1.0.0.2'), false],
    ['another name', [row('a.dll')], row('b.dll'), false],
  ])('says of a row: %s', (_, rows, other, expected) => {
    expect(new UsedTable(section('Update', ...rows), [], none).says(other)).toBe(expected);
  });

  it.each<[string, (string | null)[], string, string | null]>([
    ['a file for another processor than x86', ['x86', 'x64'], 'Files for Itanium', 'x64'],
    ['the heading, where the files are for x86', ['x86', null], 'Files for Itanium', 'IA-64'],
    ['the files, where the heading names none', ['x86'], 'Files', 'x86'],
    ['nothing', [null], 'Files', null],
  ])('is for a processor by %s', (_, platforms, title, expected) => {
    expect(new UsedTable(section(title, row('a.dll')), platforms.map(file), none).processor).toBe(expected);
  });

  it('has its rows by name', () => {
    const rows = [row('a.dll'), row('i386\\A.dll'), row('b.dll')];
    expect([...new UsedTable(section('Update', ...rows), [], none).rows.keys()]).toEqual(['A.DLL', 'B.DLL']);
  });
});

it.each<[string, (string | null)[], string | null]>([
  ['Files for x64', ['x86'], 'x64'],
  ['Files for x86 and x64', ['x86'], null],
  ['Files', ['x86', 'IA-64'], 'IA-64'],
  ['Files', [null], null],
])('mainProcessor of %s with rows of %s', (title, platforms, expected) => {
  const rows = platforms.map((platform) => row('a.dll', platform));
  expect(mainProcessor(section(title, ...rows))).toBe(expected);
});
