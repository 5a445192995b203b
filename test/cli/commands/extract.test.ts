import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openInputs } from '../../../src/node/run-monitor.js';
import { buildCabinet, buildCabinetSet } from '../../support/cabinet-builder.js';
import { hotfixkit } from '../../support/command-line.js';
import {
  hashTree,
  standInPath,
  text,
  textTree,
  writePackage,
  writeTree,
} from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';
import { buildZip } from '../../support/zip-builder.js';

const files = [
  { key: 'F_A', name: 'A~1.TXT|long a.txt', bytes: text('first') },
  { key: 'F_B', name: 'b.txt', bytes: text('second') },
];
const packageOf = (plan = {}) => writePackage({ files, ...plan });
const out = () => join(tempFolder(), 'out');

describe('a cabinet whose names clash', () => {
  const cabinet = (names: readonly string[]): string => {
    const path = join(tempFolder(), 'k.cab');
    const members = names.map((name, i) => ({ name, bytes: text(`content ${i}`) }));
    writeFileSync(path, buildCabinet({ folders: [{ method: 'none', files: members }] }));
    return path;
  };

  it('is written whole with --rename-unsafe or --on-conflict rename', async () => {
    const path = cabinet(['a', 'A', 'a (2)', 'd\\b.txt', 'd\\b.txt']);
    const refused = await hotfixkit(['extract', path, '-o', out()]);
    expect(refused.status).toBe(3);
    expect(refused.stderr).toMatch(/two files have the path a\b.*--on-conflict rename writes both/);
    expect(refused.stderr).not.toMatch(/File key|--layout/);
    for (const option of [['--rename-unsafe'], ['--on-conflict', 'rename']]) {
      const folder = out();
      expect((await hotfixkit(['extract', path, '-o', folder, ...option])).status).toBe(0);
      expect(Object.values(textTree(folder)).sort()).toEqual([0, 1, 2, 3, 4].map((i) => `content ${i}`));
    }
    expect((await hotfixkit(['list', path])).stderr).toMatch(/two files of this name: .*--rename-unsafe/);
    expect((await hotfixkit(['list', path, '--rename-unsafe'])).stdout).toMatch(/A \(2\)|A \(3\)/);
  });

  it.each([[['dir', 'dir\\x']], [['DIR\\x', 'dir']]])(
    'has a way where a file is a folder too: %s',
    async (names) => {
      const path = cabinet(names);
      const refused = await hotfixkit(['extract', path, '-o', out()]);
      expect(refused.status).toBe(3);
      expect(refused.stderr).toMatch(/both a file and a folder.*--rename-unsafe numbers .*--layout flat/);
      for (const option of [['--rename-unsafe'], ['--layout', 'flat']]) {
        const folder = out();
        expect((await hotfixkit(['extract', path, '-o', folder, ...option])).status).toBe(0);
        expect(Object.values(textTree(folder)).sort()).toEqual(['content 0', 'content 1']);
      }
      const listed = await hotfixkit(['list', path]);
      expect(listed.status).toBe(0);
      expect(listed.stderr).toMatch(/both a file and a folder/);
    },
  );
});

describe('a cabinet set in folders of disks', () => {
  const parts = (setId: number) =>
    buildCabinetSet({
      folders: [{ method: 'none', files: [{ name: 'a.bin', bytes: text('0123456789'.repeat(10)) }] }],
      partBytes: 40,
      partName: (i) => `${i + 1}.cab`,
      setId,
    }).map(({ bytes }) => bytes);
  const write = (folders: Record<string, Record<string, Uint8Array>>): string => {
    const folder = tempFolder();
    for (const [name, files] of Object.entries(folders)) writeTree(join(folder, name), files);
    return join(folder, 'disk1', '1.cab');
  };
  const [one, two, three] = parts(7) as [Uint8Array, Uint8Array, Uint8Array];

  it.each([
    ['of another set', parts(8)[1]!],
    ['with another number', three],
    ['that is damaged', two.subarray(0, 30)],
  ])('goes past a 2.cab %s beside the first', async (_, stray) => {
    const path = write({
      disk1: { '1.cab': one, '2.cab': stray },
      disk2: { '2.cab': two },
      disk3: { '3.cab': three },
    });
    const folder = out();
    expect((await hotfixkit(['extract', path, '-o', folder])).status).toBe(0);
    // What stays open cannot be deleted on Windows.
    expect(openInputs().filter((one) => one.endsWith('.cab'))).toEqual([]);
    expect(textTree(folder)).toEqual({ 'a.bin': '0123456789'.repeat(10) });
  });

  it.each([
    [
      parts(8)[1]!,
      /2\.cab \(set ID 8, number 1\) does not continue 1\.cab .*: they belong to different sets/,
    ],
    [three, /2\.cab \(set ID 7, number 2\) does not continue 1\.cab .*: its number does not follow/],
  ])('says why the only 2.cab is not taken', async (wrong, message) => {
    const path = write({ disk1: { '1.cab': one }, disk2: { '2.cab': wrong } });
    const { status, stderr } = await hotfixkit(['extract', path, '-o', out()]);
    expect(status).toBe(3);
    expect(stderr).toMatch(message);
  });
});

describe('a zip archive with entries for folders', () => {
  it.each([
    [['sub/.', 'sub/./c.txt']],
    [['sub', 'sub/c.txt']],
    [['sub/c.txt', 'sub']],
    [['SUB', 'sub/.', 'sub/c.txt']],
  ])('leaves them out: %s', async (names) => {
    const path = join(tempFolder(), 'x.zip');
    const bytesOf = (name: string) => text(name.endsWith('c.txt') ? 'c' : '');
    writeFileSync(
      path,
      buildZip({ files: names.map((name) => ({ name, method: 0, bytes: bytesOf(name) })) }),
    );
    const folder = out();
    expect((await hotfixkit(['extract', path, '-o', folder])).status).toBe(0);
    expect(textTree(folder)).toEqual({ 'sub/c.txt': 'c' });
  });

  it('refuses a file with bytes that has the name of a folder', async () => {
    const path = join(tempFolder(), 'x.zip');
    const files = ['sub', 'sub/c.txt'].map((name) => ({ name, method: 0 as const, bytes: text(name) }));
    writeFileSync(path, buildZip({ files }));
    expect((await hotfixkit(['extract', path, '-o', out()])).status).toBe(3);
  });
});

describe('extract', () => {
  it('takes the one file out, whatever its letter case', async () => {
    for (const only of ['**/ccmcertfix.exe', 'CCMCERTFIX.EXE', 'ccmcert*']) {
      const folder = out();
      const { status, stdout } = await hotfixkit(['extract', standInPath(2), '--only', only, '-o', folder]);
      expect(status).toBe(0);
      const [path] = Object.keys(hashTree(folder));
      expect(Object.keys(hashTree(folder))).toEqual([
        'Microsoft Configuration Manager/Logs/KB977203/Ccmcertfix.exe',
      ]);
      expect(stdout).toBe(`${path}\n\n1 file, 17,768 bytes written to ${folder}\n`);
      expect(statSync(join(folder, path!)).mtime.toISOString()).toBe('2010-01-25T06:27:00.000Z');
    }
  });

  it.each([
    ['target', { 'Fixture/b.txt': 'second', 'Fixture/long a.txt': 'first' }],
    ['source', { 'PFiles/Fixture/b.txt': 'second', 'PFiles/Fixture/long a.txt': 'first' }],
    ['flat', { 'b.txt': 'second', 'long a.txt': 'first' }],
    ['key', { F_A: 'first', F_B: 'second' }],
  ])('--layout %s', async (layout, tree) => {
    const folder = out();
    expect((await hotfixkit(['extract', packageOf(), '--layout', layout, '-o', folder])).status).toBe(0);
    expect(textTree(folder)).toEqual(tree);
  });

  it('answers in one document', async () => {
    const [path, folder] = [packageOf(), out()];
    const { json } = await hotfixkit(['extract', path, '-o', folder, '--json']);
    expect(json()).toEqual({
      schema: 'hotfixkit/extract/1',
      file: path,
      output: folder,
      layout: 'target',
      dryRun: false,
      files: [
        { key: 'F_A', path: 'Fixture/long a.txt', size: 5 },
        { key: 'F_B', path: 'Fixture/b.txt', size: 6 },
      ],
      warnings: [],
    });
  });

  it('takes names and patterns behind the package, together with --only', async () => {
    for (const [words, tree] of [
      [['b.txt'], { 'Fixture/b.txt': 'second' }],
      [['B.TXT', 'long*'], { 'Fixture/b.txt': 'second', 'Fixture/long a.txt': 'first' }],
      [['b.txt', '--only', 'F_A'], { 'Fixture/b.txt': 'second', 'Fixture/long a.txt': 'first' }],
    ] as [string[], object][]) {
      const folder = out();
      expect((await hotfixkit(['extract', packageOf(), ...words, '-o', folder])).status).toBe(0);
      expect(textTree(folder)).toEqual(tree);
    }
    const none = await hotfixkit(['extract', packageOf(), 'c.txt', '-o', out()]);
    expect([none.status, none.stderr]).toEqual([3, expect.stringContaining('no file matches c.txt')]);
  });

  it('-o - writes one file to stdout, and nothing else', async () => {
    const one = await hotfixkit(['extract', packageOf(), 'b.txt', '-o', '-']);
    expect(one).toMatchObject({ status: 0, stdout: 'second', stderr: '' });
    const two = await hotfixkit(['extract', packageOf(), '-o', '-']);
    expect([two.status, two.stdout, two.stderr]).toEqual([
      2,
      '',
      expect.stringContaining('writes one file, and 2 match'),
    ]);
    expect((await hotfixkit(['extract', packageOf(), 'b.txt', '-o', '-', '--json'])).status).toBe(2);
    const binary = packageOf({ files: [{ key: 'x', name: 'x.bin', bytes: Uint8Array.of(1, 0, 2) }] });
    const shown = await hotfixkit(['extract', binary, '-o', '-'], { isTTY: true });
    expect([shown.status, shown.stdout]).toEqual([2, '']);
  });

  it.each([
    ['#filez.cab', /missing: #filez\.cab \(2 files\); the package has no stream filez\.cab, in which/],
    ['#FILES.CAB', /has no stream FILES\.CAB, only files\.cab: names of streams are case-sensitive/],
  ])('says what is wrong where the embedded cabinet is %s', async (name, message) => {
    const path = packageOf();
    const bytes = readFileSync(path);
    bytes.write(name, bytes.indexOf('#files.cab'), 'latin1');
    writeFileSync(path, bytes);
    const { status, stderr } = await hotfixkit(['extract', path, '-o', out()]);
    expect([status, stderr]).toEqual([3, expect.stringMatching(message)]);
    expect(stderr).not.toContain('beside the package');
  });

  it.each([
    ['a file that is not to be replaced', { 'Fixture/long a.txt': 'mine' }, [], 'FILE_EXISTS'],
    ['a folder in the way', { 'Fixture/long a.txt/x': '' }, ['--overwrite', 'always'], 'FILE_WRITE'],
    ['a file in the way of a folder', { Fixture: 'mine' }, ['--overwrite', 'always'], 'FILE_WRITE'],
  ])('--dry-run ends as the run itself: %s', async (_, files, more, code) => {
    const folder = tempFolder();
    writeTree(folder, files as Record<string, string>);
    for (const dry of [['--dry-run'], []]) {
      const { status, json } = await hotfixkit([
        ...['extract', packageOf(), '-o', folder],
        ...['--json', ...more, ...dry],
      ]);
      expect([status, json<{ error: { code: string } }>().error.code]).toEqual([4, code]);
      expect(textTree(folder)).toEqual(files);
    }
  });

  it('--dry-run says the same and writes nothing', async () => {
    const folder = out();
    const { status, stdout } = await hotfixkit(['extract', packageOf(), '-o', folder, '--dry-run']);
    expect(status).toBe(0);
    expect(stdout).toContain('2 files, 11 bytes would be written');
    expect(readdirSync(dirname(folder))).toEqual([]);
  });

  it('leaves what exists alone, or replaces it, as it is told', async () => {
    const folder = out();
    writeTree(folder, { 'FIXTURE/B.txt': 'mine' });
    const refused = await hotfixkit(['extract', packageOf(), '-o', folder]);
    expect(refused.status).toBe(4);
    expect(refused.stderr).toMatch(/^hotfixkit: .*FIXTURE\/B\.txt exists already; use --overwrite always/);
    expect(textTree(folder)).toEqual({ 'FIXTURE/B.txt': 'mine' });
    expect((await hotfixkit(['extract', packageOf(), '-o', folder, '--overwrite', 'always'])).status).toBe(0);
    expect(Object.values(textTree(folder)).sort()).toEqual(['first', 'second']);
  });

  it.each([
    ['a wrong size', { size: 7 }, 'PACKAGE_FILE_SIZE'],
    ['a wrong hash', { hash: [1, 2, 3, 4] }, 'PACKAGE_FILE_HASH'],
  ])('%s is an error with nothing left behind, or a warning', async (_, wrong, code) => {
    const path = packageOf({ files: [files[0]!, { ...files[1]!, ...wrong }] });
    const folder = out();
    const failed = await hotfixkit(['extract', path, '-o', folder, '--json']);
    expect(failed.status).toBe(3);
    expect(failed.json()).toMatchObject({ error: { code, file: path, entry: 'F_B' } });
    expect(failed.json<{ error: { message: string } }>().error.message).toContain('--ignore-mismatch');
    expect(readdirSync(dirname(folder))).toEqual([]);
    const warned = await hotfixkit(['extract', path, '-o', folder, '--ignore-mismatch']);
    expect(warned.status).toBe(0);
    expect(warned.stderr).toMatch(/^warning: [^\n]*F_B[^\n]*\n$/);
    expect(Object.keys(textTree(folder))).toHaveLength(2);
    const shown = await hotfixkit(['extract', path, 'F_B', '-o', '-', '--ignore-mismatch']);
    expect([shown.status, shown.stderr]).toEqual([0, expect.stringMatching(/^warning: [^\n]*F_B/)]);
    expect((await hotfixkit(['extract', path, 'F_B', '-o', '-'])).status).toBe(3);
  });

  it.each([7, 0, 100, 2_147_483_647])(
    'counts the bytes that are written where %d are stated',
    async (size) => {
      const path = packageOf({ files: [files[0]!, { ...files[1]!, size }] });
      const { stdout } = await hotfixkit(['extract', path, '-o', out(), '--ignore-mismatch', '--json']);
      const answer = JSON.parse(stdout) as { files: { key: string; size: number }[] };
      expect(answer.files.find(({ key }) => key === 'F_B')!.size).toBe(files[1]!.bytes.length);
      const text = await hotfixkit(['extract', path, '-o', out(), '--ignore-mismatch']);
      expect(text.stdout).toContain(
        `2 files, ${files[0]!.bytes.length + files[1]!.bytes.length} bytes written`,
      );
    },
  );

  it('does not guess where the files are if the package has no Word Count', async () => {
    const path = packageOf({ wordCount: null });
    const { status, stderr } = await hotfixkit(['extract', path, '-o', out()]);
    expect([status, stderr]).toEqual([3, expect.stringContaining('has no Word Count')]);
    expect((await hotfixkit(['list', path])).stderr).toContain('has no Word Count');
  });

  it.each([
    { line: ['list'], expected: 0, says: 'the folder NOWHERE of the component' },
    { line: ['extract', '--layout', 'key'], expected: 0, says: 'the folder NOWHERE of the component' },
    { line: ['extract', '--layout', 'flat'], expected: 0, says: 'the folder NOWHERE of the component' },
    {
      line: ['extract'],
      expected: 3,
      says: 'names the folder NOWHERE, which the Directory table does not have',
    },
    { line: ['extract', '--layout', 'source'], expected: 3, says: 'names the folder NOWHERE, which' },
    { line: ['extract', '--only', 'F_B'], expected: 3, says: '--layout flat or --layout key writes it' },
  ])('says that the Directory table does not have a folder: $line', async ({ line, expected, says }) => {
    const path = packageOf({ files: [files[0]!, { ...files[1]!, directory: 'NOWHERE' }] });
    const output = line[0] === 'extract' ? ['-o', out()] : [];
    const { status, stderr } = await hotfixkit([...line, path, ...output]);
    expect([status, stderr]).toEqual([expected, expect.stringContaining(says)]);
  });

  it('names every missing cabinet with its files before it writes anything', async () => {
    const path = packageOf({ cabinets: 'external', mediaSplit: 2 });
    rmSync(join(dirname(path), 'files1.cab'));
    rmSync(join(dirname(path), 'files2.cab'));
    const folder = out();
    const { status, stderr } = await hotfixkit(['extract', path, '-o', folder]);
    expect(status).toBe(3);
    expect(stderr).toContain('missing: files1.cab (1 file), files2.cab (1 file)');
    expect(readdirSync(dirname(folder))).toEqual([]);
  });

  it('is never a success with nothing written', async () => {
    const folder = out();
    const none = await hotfixkit(['extract', packageOf({ files: [] }), '-o', folder]);
    expect([none.status, none.stderr]).toEqual([3, expect.stringMatching(/holds no files/)]);
    const two = ['--only', 'nope', '--only', '*'];
    const partly = await hotfixkit(['extract', packageOf(), '-o', folder, '--dry-run', ...two]);
    expect([partly.status, partly.stderr]).toEqual([1, expect.stringContaining('no file matches nope')]);
    const listed = await hotfixkit(['list', packageOf(), '--json', ...two]);
    expect(listed.status).toBe(1);
    expect(listed.json()).toMatchObject({ warnings: [{ code: 'PACKAGE_NO_FILE', expected: 'nope' }] });
    const unfit = await hotfixkit(['extract', packageOf(), '-o', folder, '--only', 'nope']);
    expect([unfit.status, unfit.stderr]).toEqual([3, expect.stringMatching(/no file matches nope/)]);
    const empty = await hotfixkit(['extract', tempFolder(), '-o', folder]);
    expect(empty.status).toBe(3);
    expect(readdirSync(dirname(folder))).toEqual([]);
  });

  it('never renames quietly', async () => {
    const clash = packageOf({
      files: [
        { key: 'win7', name: 'driver.sys', bytes: text('7') },
        { key: 'win10', name: 'DRIVER.SYS', bytes: text('10') },
      ],
    });
    const refused = await hotfixkit(['extract', clash, '-o', out()]);
    expect([refused.status, refused.stderr]).toEqual([3, expect.stringMatching(/win7 and win10/)]);
    const folder = out();
    const renamed = await hotfixkit(['extract', clash, '-o', folder, '--on-conflict', 'rename']);
    expect(renamed.status).toBe(0);
    expect(renamed.stderr).toContain('win7 and win10');
    expect(textTree(folder)).toEqual({ 'Fixture/driver.sys': '7', 'Fixture/DRIVER~win10.SYS': '10' });
  });

  it('extracts level-0 features too: only an image leaves them out', async () => {
    const folder = out();
    const path = packageOf({ features: [{ id: 'Off', level: 0 }] });
    expect((await hotfixkit(['extract', path, '-o', folder])).status).toBe(0);
    expect(Object.keys(textTree(folder))).toHaveLength(2);
  });

  it('--quiet says nothing but the answer', async () => {
    const path = packageOf({ files: [{ ...files[0]!, name: 'con.txt' }] });
    expect((await hotfixkit(['extract', path, '-o', out()])).stderr).toContain('_con.txt');
    expect((await hotfixkit(['extract', path, '-o', out(), '--quiet'])).stderr).toBe('');
  });

  itThorough('takes back what it wrote when it is interrupted', async () => {
    const many = Array.from({ length: 30 }, (_, i) => ({
      key: `f${i}`,
      name: `f${i}`,
      bytes: new Uint8Array(3_000_000).fill(i),
    }));
    const path = packageOf({ files: many, cabinetOptions: { '#files.cab': { method: 'none' } } });
    const folder = out();
    const { status } = await hotfixkit(['extract', path, '-o', folder], { signal: AbortSignal.abort() });
    expect(status).toBe(4);
    expect(readdirSync(dirname(folder))).toEqual([]);
  });
});

describe('names after the package', () => {
  it('suggests the nearest one where nothing matches', async () => {
    const refused = await hotfixkit(['x', standInPath(2), 'ccmcertfx.exe', '-o', out()]);
    expect([refused.status, refused.stderr]).toEqual([
      3,
      expect.stringMatching(/did you mean Ccmcertfix\.exe\?/),
    ]);
    const listed = await hotfixkit(['list', standInPath(2), '--only', 'ccmcertfx.exe']);
    expect([listed.status, listed.stderr]).toEqual([
      3,
      expect.stringMatching(/did you mean Ccmcertfix\.exe\?/),
    ]);
    const some = await hotfixkit(['x', standInPath(2), 'ccmcertfx.exe', '*.msp', '-o', out()]);
    expect([some.status, some.stderr]).toEqual([1, expect.stringMatching(/did you mean Ccmcertfix\.exe\?/)]);
  });

  it('takes a name with brackets in any letter case', async () => {
    const path = writePackage({ files: [{ key: 'a', name: 'Read[1].TXT', bytes: text('x') }] });
    const { status, stdout } = await hotfixkit(['x', path, 'read[1].txt', '-o', '-']);
    expect([status, stdout]).toEqual([0, 'x']);
  });
});

describe('--source-dir', () => {
  it.each(['external', 'none'] as const)(
    'names a folder with what is not beside the package: %s',
    async (cabinets) => {
      const from = tempFolder();
      const path = packageOf({ cabinets });
      const alone = join(tempFolder(), 'package.msi');
      writeFileSync(alone, readFileSync(path));
      const refused = await hotfixkit(['x', alone, '-o', out()]);
      expect([refused.status, refused.stderr]).toEqual([3, expect.stringMatching(/--source-dir/)]);
      const folder = out();
      const found = await hotfixkit([
        'x',
        alone,
        '-o',
        folder,
        '--source-dir',
        from,
        '--source-dir',
        dirname(path),
      ]);
      expect([found.status, found.stderr]).toEqual([0, '']);
      expect(textTree(folder)).toEqual({ 'Fixture/long a.txt': 'first', 'Fixture/b.txt': 'second' });
      const zip = join(tempFolder(), 'package.zip');
      writeFileSync(zip, buildZip({ files: [{ name: 'package.msi', bytes: readFileSync(path) }] }));
      expect((await hotfixkit(['list', zip, '--hash', '--source-dir', dirname(path)])).status).toBe(0);
    },
  );

  it('must be there', async () => {
    const { status, stderr } = await hotfixkit([
      'list',
      packageOf(),
      '--source-dir',
      join(tempFolder(), 'no'),
    ]);
    expect([status, stderr]).toEqual([
      4,
      expect.stringMatching(/no such folder to look for source files in/),
    ]);
  });
});
