import { describe, expect, it } from 'vitest';
import { resolveDirectories } from '../../../src/package/install/directories.js';
import { caught } from '../../support/caught.js';

const row = (directory: string, parent: string | null, defaultDir: string) => ({
  Directory: directory,
  Directory_Parent: parent,
  DefaultDir: defaultDir,
});

/** Rows as packages have them, beside what the Directory table's documentation makes of them. */
const table = [
  row('Bin', 'INSTALLDIR', 'bin'),
  row('TARGETDIR', null, 'SourceDir'),
  row('ProgramFilesFolder', 'TARGETDIR', '.'),
  row('INSTALLDIR', 'ProgramFilesFolder', 'CONFIG~1|Config Manager:SMS'),
  row('MSShared', 'TARGETDIR', 'MSShared|Microsoft Shared:MSShared|Microsoft Shared'),
  row('payload', 'TARGETDIR', 'keyform|x86_Microsoft.VC80.OpenMP_x-ww_6e:t9qi6zyr.zqi'),
  row('Ansi', 'INSTALLDIR', '.:Ansi'),
  row('Flat', 'INSTALLDIR', 'ACME~1|Acme HelloWorld:.'),
  row('Mixed', 'TARGETDIR', 'Wide:src~1|Source Wide'),
];

describe('resolveDirectories', () => {
  const { directories, warnings } = resolveDirectories(table);

  it.each([
    ['TARGETDIR', '', ''],
    ['ProgramFilesFolder', '', ''],
    ['INSTALLDIR', 'Config Manager', 'SMS'],
    ['Bin', 'Config Manager/bin', 'SMS/bin'],
    ['MSShared', 'Microsoft Shared', 'Microsoft Shared'],
    ['payload', 'x86_Microsoft.VC80.OpenMP_x-ww_6e', 't9qi6zyr.zqi'],
    ['Ansi', 'Config Manager', 'SMS/Ansi'],
    ['Flat', 'Config Manager/Acme HelloWorld', 'SMS'],
    ['Mixed', 'Wide', 'Source Wide'],
  ])('%s lies in %j when installed and in %j at the source', (id, target, source) => {
    expect(directories.get(id)).toMatchObject({ targetLong: target, sourceLong: source });
  });

  it('keeps short names apart', () => {
    expect(directories.get('INSTALLDIR')).toMatchObject({ targetShort: 'CONFIG~1', sourceShort: 'SMS' });
    expect(directories.get('Mixed')).toMatchObject({ sourceShort: 'src~1' });
    expect(warnings).toEqual([]);
  });

  it('takes a row that is its own parent as the root', () => {
    const own = resolveDirectories([row('TARGETDIR', 'TARGETDIR', 'SourceDir'), row('a', 'TARGETDIR', 'a')]);
    expect(own.directories.get('a')?.sourceLong).toBe('a');
    expect(own.warnings).toEqual([]);
  });

  it('survives rings and parents that are not there', () => {
    const broken = resolveDirectories([
      row('a', 'b', 'one'),
      row('b', 'c', 'two'),
      row('c', 'a', 'three'),
      row('d', 'nowhere', 'four'),
      row('e', 'a', 'five'),
    ]);
    expect(broken.directories.get('d')?.targetLong).toBe('four');
    expect(broken.directories.size).toBe(5);
    expect(broken.warnings.map((warning) => warning.code)).toEqual([
      'PACKAGE_BAD_DIRECTORY',
      'PACKAGE_BAD_DIRECTORY',
    ]);
  });

  it('resolves a chain of 500 folders and refuses a longer one, in whatever order its rows stand', () => {
    const chain = (length: number) =>
      Array.from({ length: length + 1 }, (_, i) => row(`d${i}`, i === 0 ? null : `d${i - 1}`, 'x'));
    expect(resolveDirectories(chain(500).reverse()).directories.get('d500')?.targetLong).toHaveLength(999);
    for (const rows of [chain(20_000), chain(20_000).reverse(), chain(501)]) {
      expect(() => resolveDirectories(rows)).toThrowError(
        expect.objectContaining({ code: 'PACKAGE_BAD_DIRECTORY' }),
      );
    }
  });
});

describe('paths that are too long', () => {
  const chain = (levels: number, name: string) => [
    { Directory: 'TARGETDIR', Directory_Parent: null, DefaultDir: 'SourceDir' },
    ...Array.from({ length: levels }, (_, i) => ({
      Directory: `D${i}`,
      Directory_Parent: i === 0 ? 'TARGETDIR' : `D${i - 1}`,
      DefaultDir: name,
    })),
  ];

  it.each([
    ['long', 17, 'x'.repeat(250)],
    ['long on the source side', 17, `.:${'x'.repeat(250)}`],
    ['long in short names', 17, `${'x'.repeat(250)}|.`],
    ['long at once', 1, 'x'.repeat(100_000)],
  ])('are refused before they are made: %s', (_, levels, name) => {
    expect(caught(() => resolveDirectories(chain(levels, name)))).toMatchObject({
      code: 'PATH_UNSAFE',
      facts: { stream: 'Directory' },
    });
  });

  it('may be as long as any that can be used', () => {
    const { directories } = resolveDirectories(chain(16, 'x'.repeat(255)));
    expect(directories.get('D15')!.targetLong).toHaveLength(16 * 256 - 1);
  });
});
