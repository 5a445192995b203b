import { describe, expect, it } from 'vitest';
import { checkClientSource, targetPath } from '../../../src/hotfix/stage/client-content.js';
import { emptyFolder } from '../../support/content-folder.js';

/** A folder tree as name lists. */
const tree = (folders: Record<string, string[]>) => ({ list: (folder: string) => folders[folder] ?? null });

describe('targetPath', () => {
  it.each<[string, Record<string, string[]>, string]>([
    ['nothing there', {}, 'i386/hotfix/KB977203/x.msp'],
    ['the same folders', { '': ['i386'], i386: ['hotfix'] }, 'i386/hotfix/KB977203/x.msp'],
    [
      'other letter case all the way',
      { '': ['I386'], I386: ['HotFix'], 'I386/HotFix': ['kb977203'], 'I386/HotFix/kb977203': ['X.MSP'] },
      'I386/HotFix/kb977203/X.MSP',
    ],
    [
      'two spellings, one of them exact',
      { '': ['I386', 'i386'], i386: ['Hotfix'] },
      'i386/Hotfix/KB977203/x.msp',
    ],
    ['two spellings, none exact', { '': ['i386'], i386: ['hotFix', 'Hotfix'] }, 'i386/Hotfix/KB977203/x.msp'],
  ])('%s', (_, folders, expected) => {
    expect(targetPath(tree(folders), 'i386/hotfix/KB977203', 'x.msp')).toBe(expected);
  });

  it('takes the content folder itself', () => {
    expect(targetPath(emptyFolder, '', 'CCMCertFix.exe')).toBe('CCMCertFix.exe');
  });

  it.each([
    '',
    '.',
    '..',
    'a/b',
    'a\\b',
    'C:x',
    'a.',
    'a ',
    'a\u0000',
    'a*',
    'con',
    'a\u202eb',
    'a\u0085',
    '.hotfixkit-x',
  ])('refuses the name %j', (name) => {
    expect(() => targetPath(emptyFolder, 'i386', name)).toThrowError(
      expect.objectContaining({ code: 'STAGE_BAD_NAME' }),
    );
  });

  it('refuses a folder that climbs', () => {
    expect(() => targetPath(emptyFolder, 'i386/../..', 'x.msp')).toThrowError(
      expect.objectContaining({ code: 'STAGE_BAD_NAME' }),
    );
  });
});

describe('checkClientSource', () => {
  it.each<[string, string[] | null, string | null]>([
    ['a folder that is not there', null, null],
    ['an empty folder', [], null],
    ['client installation files', ['CCMSETUP.EXE', 'i386', 'x64'], null],
    ['a copy with the platform folders only', ['I386'], null],
    ['the i386 folder', ['client.msi', 'hotfix'], 'give the folder above it'],
    ['something else', ['readme.txt'], 'does not look like'],
  ])('%s', (_, names, message) => {
    const warnings = checkClientSource({ list: () => names });
    if (message === null) expect(warnings).toEqual([]);
    else {
      expect(warnings).toEqual([{ code: 'STAGE_CLIENT_SOURCE', message: expect.stringContaining(message) }]);
    }
  });
});
