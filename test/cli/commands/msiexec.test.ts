import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../../support/command-line.js';
import { hashTree, standInPath, text, writePackage, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';

interface Document {
  exitCode: number;
  target: string | null;
  written: string[];
  kept: string[];
  error: { code: string; message: string } | null;
}
const packageOf = () => writePackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('x') }] });
const image = () => join(tempFolder(), 'image');

describe('msiexec /a', () => {
  it.each([
    ['/a', '/qb'],
    ['-a', '-qn'],
    ['/A', '/QB-!'],
    ['/a', '/quiet'],
  ])('%s %s makes an image', async (verb, ui) => {
    const target = image();
    const { status, stdout, stderr, lastLine } = await hotfixkit([
      'msiexec',
      verb,
      packageOf(),
      ui,
      `TARGETDIR=${target}`,
    ]);
    expect([status, stderr, stdout]).toEqual([0, 'msiexec: exit code 0\n', `2 files in ${target}\n`]);
    expect(lastLine).toBe('msiexec: exit code 0');
    expect(Object.keys(hashTree(target))).toEqual(['PFiles/Fixture/a.txt', 'package.msi']);
  });

  it('alone says what to type', async () => {
    const { status, stdout, stderr } = await hotfixkit(['msiexec']);
    expect([status, stdout]).toEqual([1639, '']);
    expect(stderr).toContain('type for example: hotfixkit msiexec /a package.msi /qn TARGETDIR=folder');
    const json = await hotfixkit(['msiexec', '--json']);
    expect(json.json()).toMatchObject({ exitCode: 1639, error: { code: 'MSIEXEC_COMMAND_LINE' } });
  });

  it('answers in one document', async () => {
    const target = image();
    const outcome = await hotfixkit(['msiexec', '/a', packageOf(), '/qn', `TARGETDIR=${target}`, '--json']);
    expect(outcome.json<Document>()).toEqual({
      schema: 'hotfixkit/msiexec/1',
      exitCode: 0,
      target,
      written: ['PFiles/Fixture/a.txt', 'package.msi'],
      kept: [],
      replaced: [],
      removed: [],
      warnings: [],
      error: null,
    });
  });

  it('takes its own options anywhere', async () => {
    const target = image();
    const outcome = await hotfixkit([
      'msiexec',
      '--json',
      '/a',
      packageOf(),
      '--quiet',
      `TARGETDIR=${target}`,
    ]);
    expect(outcome.json<Document>().exitCode).toBe(0);
  });

  it.each([
    ['in front', (words: string[]) => ['--dry-run', ...words]],
    ['behind', (words: string[]) => [...words, '--dry-run']],
  ])('writes nothing with --dry-run %s', async (_, join) => {
    const target = image();
    const words = ['/a', packageOf(), '/qn', `TARGETDIR=${target}`];
    const { status, stdout } = await hotfixkit(['msiexec', ...join(words)]);
    expect([status, existsSync(target)]).toEqual([0, false]);
    expect(stdout.trimEnd().split('\n')).toEqual([
      'PFiles/Fixture/a.txt',
      'package.msi',
      '',
      `2 files would be written to ${target}; nothing was (--dry-run)`,
    ]);
    const { json } = await hotfixkit(['msiexec', ...join(words), '--json']);
    expect(json()).toMatchObject({
      exitCode: 0,
      dryRun: true,
      written: ['PFiles/Fixture/a.txt', 'package.msi'],
    });
  });

  it.each(['--dry-run', null])(
    'names the files that it replaces, and those that it keeps (%s)',
    async (dry) => {
      const target = image();
      writeTree(target, { 'PFiles/Fixture/a.txt': 'mine', 'package.msi': 'another package' });
      const words = ['/a', packageOf(), '/qn', `TARGETDIR=${target}`, ...(dry === null ? [] : [dry])];
      const { status, stdout } = await hotfixkit(['msiexec', ...words]);
      const word = dry === null ? 'replaced' : 'would replace';
      expect([status, stdout]).toEqual([
        0,
        expect.stringContaining(`${word} PFiles/Fixture/a.txt\n${word} package.msi\n`),
      ]);
      // Without a version, and the same by its hash.
      await hotfixkit(['msiexec', ...words.slice(0, 4)]);
      const again = await hotfixkit(['msiexec', ...words]);
      const kept = dry === null ? 'kept' : 'would keep';
      expect(again.stdout).toContain(`${kept} PFiles/Fixture/a.txt, by the file versioning rules`);
      expect((await hotfixkit(['msiexec', ...words, '--json'])).json()).toMatchObject({
        replaced: ['package.msi'],
        kept: ['PFiles/Fixture/a.txt'],
      });
    },
  );

  it('has no dry run of the native engine', async () => {
    const { status, stderr } = await hotfixkit([
      'msiexec',
      '--engine',
      'native',
      '/a',
      packageOf(),
      '--dry-run',
    ]);
    expect([status, stderr]).toEqual([2, expect.stringContaining('builtin engine')]);
  });

  it.each(['external', 'none'] as const)('takes files from elsewhere, cabinets: %s', async (cabinets) => {
    const file = writePackage({ cabinets, files: [{ key: 'a', name: 'a.txt', bytes: text('elsewhere') }] });
    const [here, disk, target] = [tempFolder(), dirname(file), join(tempFolder(), 'image')];
    const moved = join(here, 'moved.msi');
    renameSync(file, moved);
    const argv = ['/a', moved, '/qn', `TARGETDIR=${target}`];
    expect((await hotfixkit(['msiexec', ...argv])).stderr).toContain('--source-dir');
    const { status, stdout } = await hotfixkit(['msiexec', '--source-dir', disk, ...argv]);
    expect([status, stdout]).toEqual([0, expect.stringContaining('2 files in')]);
    expect(Object.keys(hashTree(target))).toContain('PFiles/Fixture/a.txt');
    const native = await hotfixkit(['msiexec', '--engine', 'native', '--source-dir', disk, ...argv]);
    expect([native.status, native.stderr]).toEqual([2, expect.stringContaining('builtin engine')]);
  });

  it('takes quotes and blanks as a shell leaves them', async () => {
    const target = join(tempFolder(), 'with blanks');
    const { status } = await hotfixkit(['msiexec', '/a', packageOf(), '/qb', `TARGETDIR="${target}"`]);
    expect(status).toBe(0);
    expect(readdirSync(target)).toContain('package.msi');
  });

  it('is known by the name of its program', async () => {
    const target = image();
    const { status } = await hotfixkit([
      ...['C:\\Windows\\System32\\msiexec.exe', '/a', packageOf(), '/qb', `TARGETDIR=${target}`],
    ]);
    expect(status).toBe(0);
    expect(readdirSync(target)).toContain('package.msi');
  });

  it.each([['/?'], ['-?'], ['/help'], ['/HELP', '/qn']])('shows its help for %s', async (...argv) => {
    const { status, stdout } = await hotfixkit(['msiexec', ...argv]);
    expect([status, stdout]).toEqual([0, (await hotfixkit(['help', 'msiexec'])).stdout]);
    const { json } = await hotfixkit(['msiexec', '--json', ...argv]);
    expect(json()).toMatchObject({ exitCode: 0, help: expect.stringContaining('TARGETDIR') });
  });

  itThorough('makes the same image again from an image, and says what it kept', async () => {
    const [first, second] = [image(), image()];
    await hotfixkit(['msiexec', '/a', standInPath(2), '/qb', `TARGETDIR=${first}`]);
    const path = join(first, 'SCCM2007-SP2-KB977203-ENU.msi');
    await hotfixkit(['msiexec', '/a', path, '/qb', `TARGETDIR=${second}`]);
    const files = (folder: string) => {
      const { 'SCCM2007-SP2-KB977203-ENU.msi': database, ...rest } = hashTree(folder);
      expect(database).toBeDefined();
      return rest;
    };
    expect(files(second)).toEqual(files(first));
    const again = await hotfixkit(['msiexec', '/a', standInPath(2), '/qb', `TARGETDIR=${first}`, '--json']);
    expect(again.json<Document>().kept).toHaveLength(13);
    expect(again.json<Document>().written).toEqual(['SCCM2007-SP2-KB977203-ENU.msi']);
    // list, verify and extract read the image as they read the package.
    const verified = await hotfixkit(['verify', path, '--kb', '977203']);
    expect(verified.status).toBe(0);
    const [listed, original] = await Promise.all(
      [path, standInPath(2)].map(async (one) => {
        const { files: rows } = (await hotfixkit(['list', one, '--hash', '--json'])).json<{
          files: object[];
        }>();
        return rows;
      }),
    );
    expect(listed).toEqual(original);
    const out = [image(), image()];
    expect((await hotfixkit(['extract', path, '-o', out[0]!])).status).toBe(0);
    await hotfixkit(['extract', standInPath(2), '-o', out[1]!]);
    expect(hashTree(out[0]!)).toEqual(hashTree(out[1]!));
  });
});

describe('exit codes', () => {
  const outcome = async (...argv: string[]) => {
    const plain = await hotfixkit(['msiexec', ...argv]);
    expect(plain.stdout).toBe('');
    expect(plain.lastLine).toBe(`msiexec: exit code ${plain.status}`);
    const json = await hotfixkit(['msiexec', ...argv, '--json']);
    const document = json.json<Document>();
    expect(document.exitCode).toBe(plain.status);
    expect(json.status).toBe(plain.status);
    expect(json.lastLine).toBe(`msiexec: exit code ${plain.status}`);
    expect(document.error).toEqual(
      expect.objectContaining({
        code: expect.any(String),
        message: expect.any(String),
        exitCode: plain.status,
      }),
    );
    return { code: plain.status, stderr: plain.stderr, error: document.error!.code };
  };

  it('1619 for a package that cannot be opened', async () => {
    const absent = join(tempFolder(), 'absent.msi');
    const { code, stderr } = await outcome('/a', absent, '/qn', `TARGETDIR=${image()}`);
    expect(code).toBe(1619);
    expect(stderr.split('\n')).toEqual([
      `hotfixkit: ${absent}: cannot be opened: there is no such file or folder`,
      expect.stringMatching(/^1619 \(ERROR_INSTALL_PACKAGE_OPEN_FAILED\): /),
      'msiexec: exit code 1619',
      '',
    ]);
  });

  it('1620 for what is no package', async () => {
    const path = join(tempFolder(), 'x.msi');
    writeFileSync(path, 'text');
    expect(await outcome('/a', path, `TARGETDIR=${image()}`)).toMatchObject({ code: 1620 });
  });

  it('1603 for what fails on the way', async () => {
    const path = writePackage({ files: [{ key: 'a', name: 'a', bytes: text('x') }], cabinets: 'external' });
    rmSync(join(dirname(path), 'files.cab'));
    const target = image();
    const { code, stderr } = await outcome('/a', path, '/qb', `TARGETDIR=${target}`);
    expect(code).toBe(1603);
    expect(stderr).toContain('files.cab (1 file)');
    expect(readdirSync(dirname(target))).toEqual([]);
  });

  it('1603 where the target is the source', async () => {
    const path = packageOf();
    expect(await outcome('/a', path, `TARGETDIR=${dirname(path)}`)).toMatchObject({
      code: 1603,
      error: 'TARGET_IS_SOURCE',
    });
    expect(readdirSync(dirname(path))).toEqual(['package.msi']);
  });

  it.each([
    ['no package', ['/a']],
    ['nothing', []],
    ['two verbs', ['/a', 'x.msi', '/i', 'y.msi']],
    ['an unknown switch', ['/a', 'x.msi', '/bogus']],
    ['a name without a value', ['/a', 'x.msi', 'TARGETDIR']],
    ['a verb that is not emulated', ['/i', 'x.msi']],
    ['a display that does not exist', ['/a', 'x.msi', '/qz']],
  ])('1639 for a line with %s', async (_, argv) => {
    expect(await outcome(...argv)).toMatchObject({ code: 1639, error: 'MSIEXEC_COMMAND_LINE' });
  });

  it('is said even with --quiet, and so is the error', async () => {
    const { stderr, status } = await hotfixkit(['msiexec', '/a', 'absent.msi', '--quiet']);
    expect([status, stderr]).toEqual([
      1619,
      'hotfixkit: absent.msi: cannot be opened: there is no such file or folder\nmsiexec: exit code 1619\n',
    ]);
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    '1603 for a folder that cannot be written',
    async () => {
      const folder = tempFolder();
      mkdirSync(join(folder, 'locked'), { mode: 0o555 });
      const { code } = await outcome('/a', packageOf(), `TARGETDIR=${join(folder, 'locked/image')}`);
      expect(code).toBe(1603);
    },
  );
});
