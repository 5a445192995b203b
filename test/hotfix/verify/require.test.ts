import { describe, expect, it } from 'vitest';
import {
  checkRequirements,
  parseRequirement,
  requirementFilter,
} from '../../../src/hotfix/verify/require.js';
import { caught } from '../../support/caught.js';

const file = (path: string, version: string | null) => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  size: 1,
  version,
  platform: null,
});

describe('parseRequirement', () => {
  it.each([
    ['ccmsetup.exe >=4.0.6487.2111 <4.0.6500', 'ccmsetup.exe', '>=4.0.6487.2111 <4.0.6500'],
    [' CcmSetup.exe   4.0.6487.2111 ', 'CcmSetup.exe', '4.0.6487.2111'],
    ['Virtual pc.exe ^5.3.582.44', 'Virtual pc.exe', '^5.3.582.44'],
    ['a 2.dll 1.0 - 2.0', 'a 2.dll', '1.0 - 2.0'],
    ['bin/**/*.dll >= 1.2 || 3.0.0.1', 'bin/**/*.dll', '>= 1.2 || 3.0.0.1'],
    ['x.dll 4.0.6487.*', 'x.dll', '4.0.6487.*'],
    ['x.dll *', 'x.dll', '*'],
  ])('%j', (text, name, range) => {
    expect(parseRequirement(text)).toEqual({ text: text.trim(), name, range });
  });

  it.each([
    '',
    'ccmsetup.exe',
    '>=1.0',
    'a.dll newer',
    'a.dll >=1.99999',
    'a.dll >=1.2.3.4.5',
    `${'a '.repeat(5000)}1`,
  ])('refuses %j', (text) => {
    expect(caught(() => parseRequirement(text))).toMatchObject({ code: 'BAD_REQUIREMENT', kind: 'usage' });
  });
});

describe('checkRequirements', () => {
  const files = [
    file('i386/ccmsetup.exe', '4.0.6487.2111'),
    file('x64/CCMSETUP.EXE', '4.0.6487.2157'),
    file('old/smpmgr.dll', '4, 0, 6221, 1193'),
    file('readme.txt', null),
  ];

  it.each([
    ['ccmsetup.exe >=4.0.6487.2111 <4.0.6500', 'match', [true, true]],
    ['ccmsetup.exe <4.0.6487.2157', 'mismatch', [true, false]],
    ['ccmsetup.exe 4.0.6487.x', 'match', [true, true]],
    ['ccmsetup.exe 4.x', 'match', [true, true]],
    ['ccmsetup.exe 4.0.6486.*', 'mismatch', [false, false]],
    ['i386/ccmsetup.exe =4.0.6487.2111', 'match', [true]],
    ['smpmgr.dll 4.0.6221.1193', 'match', [true]],
    ['*.txt *', 'mismatch', [false]],
    ['none.dll >=1', 'missing', []],
  ])('%j is a %s', (text, status, ok) => {
    const [result] = checkRequirements(files, [parseRequirement(text)]);
    expect(result).toMatchObject({ text, status, files: ok.map((value) => ({ ok: value })) });
    expect(result!.files).toHaveLength(ok.length);
  });
});

describe('requirementFilter', () => {
  it('names the files that have to be read', () => {
    const wanted = requirementFilter(['a.dll >=1', 'b*.exe >=2'].map(parseRequirement));
    expect(['x/A.DLL', 'bcd.exe', 'c.exe'].map(wanted)).toEqual([true, true, false]);
  });
});
