import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import type { PackagePlan } from '../support/package-builder.js';
import { hashTree, text, textTree, writePackage } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

/*
 * What Wine's tests (dlls/msi/tests: install.c, package.c, source.c), which pass on Windows, say of it: the same scenarios
 * as far as they concern administrative installations, typed as on a command line.
 */

interface Outcome {
  exitCode: number;
  written: string[];
  kept: string[];
  warnings: { code: string; entry?: string; message: string }[];
  error: { code: string; message: string; entry?: string } | null;
}

async function msiexec(...args: string[]): Promise<Outcome> {
  return (await hotfixkit(['msiexec', '--json', ...args])).json<Outcome>();
}

const one = { key: 'a', name: 'LONGNA~1.TXT|long name.txt', bytes: text('first') };
const packageOf = (plan: Partial<PackagePlan> = {}, name?: string): string =>
  writePackage({ files: [one], ...plan }, tempFolder(), name);
const target = (): string => join(tempFolder(), 'image');

/** Makes an image of an image; gives what the second one holds. */
async function again(path: string, folder = target()): Promise<Record<string, string>> {
  expect((await msiexec('/a', path, '/qn', `TARGETDIR=${folder}`)).exitCode).toBe(0);
  const { [basename(path)]: _, ...files } = textTree(folder);
  return files;
}

describe('test_admin: an image without InstallAdminPackage in its sequence', () => {
  const plan: Partial<PackagePlan> = {
    cabinets: 'none',
    wordCount: 5,
    directories: [
      { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
      { id: 'MSITESTDIR', parent: 'TARGETDIR', defaultDir: 'msitest' },
    ],
    files: [{ key: 'augustus', name: 'augustus', bytes: text('x'), directory: 'MSITESTDIR' }],
    components: { C_augustus: { condition: 'POSTADMIN=1' } },
    rows: { CustomAction: [['SetPOSTADMIN', 51, 'POSTADMIN', '1']] },
    sequences: {
      AdminExecuteSequence: { InstallAdminPackage: null, SetPOSTADMIN: [950, '(NOT Installed)'] },
    },
  };

  it('goes to ROOTDRIVE where TARGETDIR is not given, the .msi not with it', async () => {
    const root = tempFolder();
    const { exitCode, written } = await msiexec('/a', packageOf(plan), '/qn', `ROOTDRIVE=${root}`);
    expect([exitCode, written]).toEqual([0, ['msitest/augustus']]);
    expect(Object.keys(hashTree(root))).toEqual(['msitest/augustus']);
  });

  it('has its file by the condition that the action makes true, too', async () => {
    const given = ['--component-conditions', 'apply', '/a'];
    const { written } = await msiexec(...given, packageOf(plan), '/qn', `TARGETDIR=${target()}`);
    expect(written).toEqual(['msitest/augustus']);
    const without = packageOf({ ...plan, rows: {}, sequences: { AdminExecuteSequence: {} } });
    const left = await msiexec(...given, without, '/qn', `TARGETDIR=${target()}`);
    expect(left.written).toEqual(['package.msi']);
  });
});

describe('test_adminimage: tables that name a cabinet which does not exist', () => {
  const media = { files: [{ ...one, cabinet: '#gone.cab' }] };

  it('do not matter where Word Count has bit 2 without bit 1', async () => {
    const image = target();
    await msiexec('/a', packageOf(media), '/qn', `TARGETDIR=${image}`);
    expect(await again(join(image, 'package.msi'))).toEqual({ 'PFiles/Fixture/long name.txt': 'first' });
  });

  it('matter where it has both: then the cabinet beside the .msi is read', async () => {
    const path = packageOf({ wordCount: 6, cabinets: 'external' });
    expect(await again(path)).toEqual({ 'PFiles/Fixture/long name.txt': 'first' });
    rmSync(join(dirname(path), 'files.cab'));
    const { exitCode, error } = await msiexec('/a', path, '/qn', `TARGETDIR=${target()}`);
    expect([exitCode, error?.code]).toEqual([1603, 'PACKAGE_NO_CABINET']);
  });
});

describe('test_shortlongsource: Word Count alone says which names the source has', () => {
  it.each([
    [0, 'PFiles/Fixture/LONGNA~1.TXT', 'long name.txt'],
    [1, 'PFiles/Fixture/long name.txt', 'LONGNA~1.TXT'],
  ])('with %i a file under its other name %s is not found', async (wordCount, other, wanted) => {
    const path = packageOf({ cabinets: 'none', wordCount });
    const right = join(dirname(path), 'PFiles/Fixture', wanted);
    renameSync(right, join(dirname(path), other));
    const { exitCode, error } = await msiexec('/a', path, '/qn', `TARGETDIR=${target()}`);
    expect([exitCode, error?.code]).toEqual([1603, 'PACKAGE_NO_FILE']);
    expect(error?.message).toContain(`PFiles/Fixture/${wanted}`);
    renameSync(join(dirname(path), other), right);
    expect(await again(path)).toEqual({ 'PFiles/Fixture/long name.txt': 'first' });
  });
});

it('test_MsiGetSourcePath: in a package marked as compressed every source folder is the root', async () => {
  const path = packageOf({ files: [{ ...one, cabinet: null }], wordCount: 2 });
  expect(readdirSync(dirname(path)).sort()).toEqual(['long name.txt', 'package.msi']);
  expect(await again(path)).toEqual({ 'PFiles/Fixture/long name.txt': 'first' });
});

describe('test_continuouscabs and test_caborder', () => {
  const files = ['maximus', 'augustus', 'caesar'].map((key, i) => ({
    key,
    name: key,
    bytes: new Uint8Array(9000).fill(65 + i),
    cabinet: 'test.cab',
  }));

  it('a set of cabinets that continue each other is one, in any letter case', async () => {
    const path = packageOf({ files, cabinetOptions: { 'test.cab': { method: 'none', partBytes: 10_000 } } });
    const cabinets = readdirSync(dirname(path)).filter((name) => name.endsWith('.cab'));
    expect(cabinets.length).toBeGreaterThan(1);
    for (const name of cabinets)
      renameSync(join(dirname(path), name), join(dirname(path), name.toUpperCase()));
    const { exitCode, written } = await msiexec('/a', path, '/qn', `TARGETDIR=${target()}`);
    expect([exitCode, written.length]).toEqual([0, 4]);
  });

  it('with one of them lost nothing stays', async () => {
    const path = packageOf({ files, cabinetOptions: { 'test.cab': { method: 'none', partBytes: 10_000 } } });
    rmSync(join(dirname(path), 'test2.cab'));
    const folder = target();
    const { exitCode, error } = await msiexec('/a', path, '/qn', `TARGETDIR=${folder}`);
    expect([exitCode, error?.code]).toEqual([1603, 'PACKAGE_NO_CABINET']);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('test_propcase: quotes and letter case of properties', () => {
  const plan: Partial<PackagePlan> = {
    rows: { CustomAction: [['Show', 19, null, '{[PROP1]}|[PROP2]|[MYPROP]']] },
    sequences: { AdminExecuteSequence: { Show: 100 } },
  };

  it.each([
    [['MyProp=42'], '||42'],
    [['Prop1="Copyright ""My Company"" 2015"'], 'Copyright "My Company" 2015||'],
    [['Prop1="""install.exe"" /Install"'], '"install.exe" /Install||'],
    [['PROP2 = "a b"'], '|a b|'],
    [['PROP2=""', 'Prop1=x'], 'x||'],
  ])('%j: %s', async (typed, expected) => {
    const line = `msiexec.exe /a "${packageOf(plan)}" ${typed.join(' ')} targetdir =${target()}  /QN`;
    const { exitCode, error } = await msiexec(line);
    expect([exitCode, error?.code]).toEqual([1603, 'ACTION_FAILED']);
    expect(error?.message).toBe(`the package ends the installation: ${expected}`);
  });

  it.each(['PROP1="x', '=x', 'PROP1 PROP2=x', '/a other.msi', '/i other.msi', '/qb+-'])(
    '%s is 1639',
    async (typed) => {
      const { exitCode } = await msiexec(`/a ${packageOf()} TARGETDIR=${target()} ${typed}`);
      expect(exitCode).toBe(1639);
    },
  );
});

// An emulation on another system has no platform or language to compare with, so none is refused.
it.each([
  '',
  ';',
  'Intel',
  'Intel;',
  'Alpha,,Intel;',
  'Intel,9999;1033',
  'x64;1033',
  'Intel64;0',
  'Arm64;1033',
])('test_package_validation: Template %j is accepted', async (template) => {
  const { exitCode } = await msiexec('/a', packageOf({ template }), '/qn', `TARGETDIR=${target()}`);
  expect(exitCode).toBe(0);
});

describe('the line of the article', () => {
  it.each([
    'msiexec.exe /a SCCM2007-SP2-KB977203-ENU.msi /qb targetdir =Path',
    'MSIEXEC  -A  SCCM2007-SP2-KB977203-ENU.msi -QB!  TARGETDIR = "Path"',
    'C:\\Windows\\System32\\msiexec.exe /a .\\sccm2007-sp2-kb977203-enu.MSI TargetDir= Path /quiet',
  ])('%s', async (line) => {
    const path = packageOf({}, 'SCCM2007-SP2-KB977203-ENU.msi');
    const before = process.cwd();
    process.chdir(dirname(path));
    try {
      const { exitCode, error } = await msiexec(line);
      expect([exitCode, error]).toEqual([0, null]);
      expect(Object.keys(hashTree(join(dirname(path), 'Path')))).toEqual([
        'PFiles/Fixture/long name.txt',
        'SCCM2007-SP2-KB977203-ENU.msi',
      ]);
    } finally {
      process.chdir(before);
    }
  });
});

describe('targets', () => {
  it('the folder of the source is refused: 2203 on Windows, exit code 1603', async () => {
    const path = packageOf();
    const { status, stderr } = await hotfixkit(['msiexec', '/a', path, '/qn', `TARGETDIR=${dirname(path)}`]);
    expect(status).toBe(1603);
    expect(stderr).toContain('choose another folder');
    expect(readdirSync(dirname(path))).toEqual(['package.msi']);
  });

  // Root writes anywhere.
  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('one that is read-only', async () => {
    const folder = tempFolder();
    chmodSync(folder, 0o555);
    const { exitCode, error } = await msiexec('/a', packageOf(), '/qn', `TARGETDIR=${folder}`);
    chmodSync(folder, 0o755);
    expect([exitCode, error?.code]).toEqual([1603, 'FILE_WRITE']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('one below a file', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), 'x');
    const { exitCode } = await msiexec(
      '/a',
      packageOf(),
      '/qn',
      `TARGETDIR=${join(folder, 'file', 'image')}`,
    );
    expect(exitCode).toBe(1603);
    expect(textTree(folder)).toEqual({ file: 'x' });
  });

  it('one with folders of the image in another letter case', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'PFILES', 'fixture'), { recursive: true });
    writeFileSync(join(folder, 'PFILES', 'fixture', 'other.txt'), 'stays');
    expect((await msiexec('/a', packageOf(), '/qn', `TARGETDIR=${folder}`)).exitCode).toBe(0);
    const { 'package.msi': _, ...files } = textTree(folder);
    expect(files).toEqual({ 'PFILES/fixture/other.txt': 'stays', 'PFILES/fixture/long name.txt': 'first' });
  });
});

describe('names', () => {
  it('that differ only in letter case are one file, by the versioning rules', async () => {
    const files = [
      { key: 'a', name: 'Same.txt', bytes: text('first') },
      { key: 'b', name: 'SAME.TXT', bytes: text('second') },
    ];
    const { exitCode, warnings, written } = await msiexec(
      '/a',
      packageOf({ files }),
      '/qn',
      `TARGETDIR=${target()}`,
    );
    expect([exitCode, written.length]).toEqual([0, 2]);
    expect(warnings).toMatchObject([{ code: 'PATH_COLLISION' }]);
  });

  it('that some systems cannot hold are changed alike on all, with a warning', async () => {
    const files = [
      { key: 'a', name: 'CON', bytes: text('x') },
      { key: 'b', name: 'a:b?.txt', bytes: text('y') },
    ];
    const folder = target();
    const { exitCode, warnings } = await msiexec('/a', packageOf({ files }), '/qn', `TARGETDIR=${folder}`);
    expect(exitCode).toBe(0);
    expect(warnings.map(({ code, entry }) => [code, entry])).toEqual([
      ['PATH_RENAMED', 'a'],
      ['PATH_RENAMED', 'b'],
    ]);
    expect(readdirSync(join(folder, 'PFiles/Fixture'))).toEqual(['_CON', 'a_b_.txt']);
  });

  it('that no system can hold end it', async () => {
    const files = [{ key: 'a', name: 'x'.repeat(300), bytes: text('x') }];
    const { exitCode, error } = await msiexec('/a', packageOf({ files }), '/qn', `TARGETDIR=${target()}`);
    expect([exitCode, error?.code]).toEqual([1603, 'PATH_UNSAFE']);
  });
});
