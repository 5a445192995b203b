import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import {
  type AdministrativePlan,
  planAdministrativeInstallation,
} from '../../../src/installer/image/administrative-plan.js';
import { corpusDir, describeCorpus } from '../../support/corpus.js';
import type { PackagePlan, PlannedFile } from '../../support/package-builder.js';
import { text, withInstallPackage, writePackage } from '../../support/package-folder.js';

const directories = [
  { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
  { id: 'ProgramFilesFolder', parent: 'TARGETDIR', defaultDir: '.:PROGRA~1|Program Files' },
  { id: 'INSTALLDIR', parent: 'ProgramFilesFolder', defaultDir: 'Target:SRC~1|Source Folder' },
  { id: 'HERE', parent: 'INSTALLDIR', defaultDir: 'Deep:.' },
];
const one = (change: Partial<PlannedFile> = {}): PlannedFile => ({
  key: 'a',
  name: 'LONGNA~1.TXT|long name.txt',
  bytes: text('x'),
  ...change,
});

const plan = (
  change: Partial<PackagePlan>,
  options: { shortNames?: boolean; hasShortNames?: boolean; packageName?: string } = {},
): Promise<AdministrativePlan> =>
  withInstallPackage(writePackage({ directories, files: [one()], ...change }), (content) =>
    planAdministrativeInstallation(content, { packageName: 'package.msi', ...options }),
  );
const pathsOf = ({ files }: AdministrativePlan) => files.map(({ path }) => path);
const rejection = async (promise: Promise<unknown>): Promise<HotfixkitError> => {
  const error = await promise.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof HotfixkitError) return error;
  throw error;
};

describe('planAdministrativeInstallation', () => {
  it('lays files out by their source folders, with long names', async () => {
    const result = await plan({ files: [one(), one({ key: 'b', name: 'b.txt', directory: 'HERE' })] });
    expect(pathsOf(result)).toEqual([
      'Program Files/Source Folder/long name.txt',
      // `.` on the source side is the parent's folder.
      'Program Files/Source Folder/b.txt',
    ]);
    expect(result).toMatchObject({ packageName: 'package.msi', shortNames: false, size: 2, warnings: [] });
  });

  it('writes short names for SHORTFILENAMES', async () => {
    expect(pathsOf(await plan({}, { shortNames: true }))).toEqual(['PROGRA~1/SRC~1/LONGNA~1.TXT']);
  });

  // Windows Installer stops with 1325.
  it.each([
    ['a file', { files: [one({ key: 'a', name: 'long name.txt' })] }, 'long name.txt'],
    ['a file with two dots', { files: [one({ key: 'a', name: 'a.b.txt' })] }, 'a.b.txt'],
    ['a file with a long extension', { files: [one({ key: 'a', name: 'a.html' })] }, 'a.html'],
    [
      'a folder',
      {
        directories: [
          { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
          { id: 'INSTALLDIR', parent: 'TARGETDIR', defaultDir: 'sticky-tile-map' },
        ],
        files: [one({ key: 'a', name: 'a.txt' })],
      },
      'sticky-tile-map',
    ],
  ] as [string, Partial<PackagePlan>, string][])(
    'refuses short names where %s has none',
    async (_, more, found) => {
      await expect(plan(more, { shortNames: true })).rejects.toMatchObject({
        code: 'PACKAGE_NO_SHORT_NAME',
        facts: { entry: 'a', found },
      });
      expect(pathsOf(await plan(more))).toHaveLength(1);
      expect(pathsOf(await plan(more, { shortNames: true, hasShortNames: true }))).toHaveLength(1);
    },
  );

  it.each(['A', 'SETUP.EXE', 'LONGNA~1.TXT', "A!#$%&.'()", 'ÄÖÜ.TXT'])(
    'takes %s for a short name',
    async (name) => {
      const planned = await plan({ files: [one({ key: 'a', name })] }, { shortNames: true });
      expect(pathsOf(planned)[0]).toMatch(/\/[^/]+$/);
    },
  );

  it('takes every feature but those with Level 0, and says what it leaves out', async () => {
    const result = await plan({
      features: [
        { id: 'Main' },
        { id: 'Rare', level: 30000 },
        { id: 'Off', level: 0 },
        { id: 'Below', parent: 'Off' },
      ],
      files: [
        one({ key: 'a', name: 'a' }),
        one({ key: 'b', name: 'b', feature: 'Rare' }),
        one({ key: 'c', name: 'c', feature: 'Off' }),
        one({ key: 'd', name: 'd', feature: 'Below' }),
      ],
    });
    expect(result.files.map(({ file }) => file.key)).toEqual(['a', 'b']);
    expect(result.leftOut.map(({ key }) => key)).toEqual(['c', 'd']);
  });

  it('decides between two files of one path by the versioning rules', async () => {
    const result = await plan({
      files: [
        one({ key: 'old', name: 'x.dll', version: '1.0.0.0' }),
        one({ key: 'new', name: 'X.DLL', version: '2.0.0.0' }),
        one({ key: 'older', name: 'x.DLL', version: '0.9.0.0' }),
      ],
    });
    expect(result.files.map(({ file }) => file.key)).toEqual(['new']);
    expect(result.warnings.map(({ code }) => code)).toEqual(['PATH_COLLISION', 'PATH_COLLISION']);
    expect(result.warnings[0]!.message).toContain('old and new');
  });

  it('names files of one path that only the order of copying decides', async () => {
    const result = await plan({
      files: [
        one({ key: 'a', name: 'x.dll', version: '1.0.0.0', bytes: text('first') }),
        one({ key: 'b', name: 'X.DLL', version: '1.0.0.0', bytes: text('other') }),
      ],
    });
    expect(result.byOrder.map(({ kept, other }) => [kept.key, other.key])).toEqual([['a', 'b']]);
    expect(result.warnings[0]!.message).toContain('the content of b may differ and is not in the image');
  });

  it('refuses a file where another has its folder', async () => {
    const error = await rejection(
      plan({
        files: [
          one({ key: 'a', name: 'Source Folder', directory: 'ProgramFilesFolder' }),
          one({ key: 'b', name: 'b' }),
        ],
      }),
    );
    expect(error.code).toBe('PATH_COLLISION');
  });

  it('refuses a file that would lie where the database goes', async () => {
    const error = await rejection(plan({ files: [one({ name: 'PACKAGE.msi', directory: 'TARGETDIR' })] }));
    expect(error.code).toBe('PATH_COLLISION');
  });

  // Products of Visual C++ list their own .msi and .cab so.
  it.each([
    ['as it is spelled', { name: 'package.msi' }, {}],
    ['in other letter case', { name: 'PACKAGE.MSI' }, {}],
    [
      'by its short name in a source with short names',
      { name: 'PACKAGE.MSI|long package.msi' },
      { wordCount: 1 },
    ],
    ['beside its cabinets', { name: 'package.msi', cabinet: null }, { cabinets: 'external' }],
  ] as [string, Partial<PlannedFile>, Partial<PackagePlan>][])(
    'keeps the package at its place where it lists itself %s',
    async (_, file, more) => {
      const self = one({ key: 'self', directory: 'TARGETDIR', size: 0, hash: false, ...file });
      const shortNames = more.wordCount === 1;
      const result = await plan({ cabinets: 'none', files: [one(), self], ...more }, { shortNames });
      expect(result.files.map(({ file: { key } }) => key)).toEqual(['a']);
      expect(result.packageName).toBe('package.msi');
      expect(result.warnings).toMatchObject([{ code: 'PATH_COLLISION', entry: 'self' }]);
      expect(result.warnings[0]!.message).toContain('the package lists itself as a file');
    },
  );

  it('refuses a file whose component has no folder', async () => {
    expect(await rejection(plan({ files: [one({ directory: 'NOWHERE' })] }))).toMatchObject({
      code: 'PACKAGE_BAD_DIRECTORY',
      message: 'component C_a names the folder NOWHERE, which the Directory table does not have',
      facts: { stream: 'Component', entry: 'a' },
    });
  });

  it('makes names safe', async () => {
    const hostile = [
      ...directories,
      { id: 'UP', parent: 'INSTALLDIR', defaultDir: '..' },
      { id: 'UP2', parent: 'UP', defaultDir: 'a\\..\\..\\..\\b' },
    ];
    const result = await plan({ directories: hostile, files: [one({ name: 'nul.txt', directory: 'UP2' })] });
    expect(pathsOf(result)).toEqual(['Program Files/Source Folder/xx/a/xx/xx/xx/b/_nul.txt']);
    expect(result.warnings).toMatchObject([{ code: 'PATH_RENAMED', entry: 'a' }]);
  });

  it('keeps the name of the package', async () => {
    expect((await plan({}, { packageName: 'Größe 1.MSI' })).packageName).toBe('Größe 1.MSI');
  });
});

describeCorpus('real packages', () => {
  it('a merge module cannot be installed', () =>
    withInstallPackage(
      join(corpusDir, 'wix/CoreIntegration_TestData_DecompileTargetDirMergeModule_MergeModule1.msm'),
      async (content) => {
        const error = await rejection(
          (async () => planAdministrativeInstallation(content, { packageName: 'x.msm' }))(),
        );
        expect(error.code).toBe('PACKAGE_NOT_INSTALLABLE');
      },
    ));
});
