import { describe, expect, it } from 'vitest';
import type { PackagePlan, PlannedFile } from '../../support/package-builder.js';
import { text, withInstallPackage, writePackage } from '../../support/package-folder.js';

const pathsOf = (plan: PackagePlan): Promise<(string | null)[]> =>
  withInstallPackage(writePackage(plan), ({ files }) => files.map(({ targetPath }) => targetPath));

const root = { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' };
const file = (key: string, directory: string, more: Partial<PlannedFile> = {}): PlannedFile => ({
  key,
  name: 'msxml6.dll',
  bytes: text(key),
  directory,
  ...more,
});

describe('folders of the system that have one name', () => {
  it.each([
    [
      'System',
      [
        { id: 'SystemFolder', parent: 'TARGETDIR', defaultDir: 'System' },
        { id: 'System64Folder', parent: 'TARGETDIR', defaultDir: 'System' },
      ],
      ['SystemFolder', 'System64Folder'],
      ['SysWOW64/msxml6.dll', 'System32/msxml6.dll'],
    ],
    [
      'the parent of both',
      [
        { id: 'ProgramFilesFolder', parent: 'TARGETDIR', defaultDir: '.' },
        { id: 'A', parent: 'ProgramFilesFolder', defaultDir: 'Acme' },
        { id: 'ProgramFiles64Folder', parent: 'TARGETDIR', defaultDir: '.' },
        { id: 'B', parent: 'ProgramFiles64Folder', defaultDir: 'ACME' },
      ],
      ['A', 'B'],
      ['Program Files (x86)/Acme/msxml6.dll', 'Program Files/ACME/msxml6.dll'],
    ],
    [
      'those of merge modules',
      [
        { id: 'WindowsFolder', parent: 'TARGETDIR', defaultDir: 'Win' },
        { id: 'SystemFolder.A1', parent: 'WindowsFolder', defaultDir: 'System' },
        { id: 'System64Folder.A1', parent: 'WindowsFolder', defaultDir: 'System' },
      ],
      ['SystemFolder.A1', 'System64Folder.A1'],
      ['Win/SysWOW64/msxml6.dll', 'Win/System32/msxml6.dll'],
    ],
  ])('are kept apart: %s', async (_, directories, [first, second], expected) => {
    const files = [file('a', first!), file('b', second!)];
    expect(await pathsOf({ directories: [root, ...directories], files })).toEqual(expected);
  });

  it('change all files in these folders, and no others', async () => {
    const directories = [
      root,
      { id: 'SystemFolder', parent: 'TARGETDIR', defaultDir: 'System' },
      { id: 'System64Folder', parent: 'TARGETDIR', defaultDir: 'System' },
      { id: 'FontsFolder', parent: 'TARGETDIR', defaultDir: 'F' },
    ];
    const files = [
      file('a', 'SystemFolder'),
      file('b', 'System64Folder'),
      file('c', 'SystemFolder', { name: 'c.dll' }),
      file('d', 'FontsFolder', { name: 'd.ttf' }),
    ];
    expect(await pathsOf({ directories, files })).toEqual([
      'SysWOW64/msxml6.dll',
      'System32/msxml6.dll',
      'SysWOW64/c.dll',
      'F/d.ttf',
    ]);
    expect(await pathsOf({ directories, files: files.slice(1) })).toEqual([
      'System/msxml6.dll',
      'System/c.dll',
      'F/d.ttf',
    ]);
  });
});

describe('components for different platforms', () => {
  const files = [file('a', 'TARGETDIR'), file('b', 'TARGETDIR')];
  const paths = (a: string | undefined, b: string | undefined, properties: Record<string, string> = {}) =>
    pathsOf({
      directories: [root],
      files,
      properties,
      components: {
        C_a: a === undefined ? {} : { condition: a },
        C_b: b === undefined ? {} : { condition: b },
      },
    });

  it.each([
    ['NOT VersionNT64', 'VersionNT64', ['x86', 'x64']],
    ['VersionNT64', 'NOT VersionNT64', ['x64', 'x86']],
    ['Msix64', 'Intel64', ['x64', 'ia64']],
    ['MsiAMD64 AND VersionNT >= 501', 'Intel AND NOT MsiAMD64 AND VersionNT >= 501', ['x64', 'x86']],
  ])('are kept apart: %s, %s', async (a, b, [first, second]) => {
    expect(await paths(a, b)).toEqual([`${first}/msxml6.dll`, `${second}/msxml6.dll`]);
  });

  it.each([
    [undefined, undefined],
    [undefined, 'VersionNT64'],
    ['VersionNT >= 500', 'VersionNT64'],
    ['A', 'NOT A'],
    ['(', 'VersionNT64'],
    ['VersionNT64', 'VersionNT64'],
  ])('are not, where both may be installed or it is not known: %s, %s', async (a, b) => {
    expect(await paths(a, b)).toEqual(['msxml6.dll', 'msxml6.dll']);
  });
});
