import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definitions } from '../../src/cli/definitions/index.js';
import { statusOf } from '../../src/cli/exit-status.js';
import { asKnown } from '../../src/cli/main.js';
import { ErrorCodes, HotfixkitError } from '../../src/core/errors.js';
import { hotfixkit } from '../support/command-line.js';
import { standInPath, text, writePackage } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { itThorough } from '../support/thorough.js';

/** The stand-in with bytes changed behind an offset into its cabinet. */
function damaged(change: (bytes: Buffer) => Buffer): string {
  const path = join(tempFolder(), 'damaged.msi');
  writeFileSync(path, change(Buffer.from(readFileSync(standInPath(2)))));
  return path;
}

describe('exit status', () => {
  it.each(Object.entries({ usage: 2, input: 3, environment: 4, bug: 70 }))('%s is %i', (kind, status) => {
    for (const [code, own] of Object.entries(ErrorCodes)) {
      if (own === kind)
        expect(statusOf(new HotfixkitError(code as keyof typeof ErrorCodes, ''))).toBe(status);
    }
  });

  const reading = [['info'], ['list'], ['tables'], ['streams'], ['extract', '-o', 'nowhere']];
  const using = [
    ['verify', '--kb', '977203'],
    ['stage', '--kb', '977203', '--client-source', 'nowhere'],
    ['prepare', '--kb', '977203', '-o', 'nowhere'],
    ['versions'],
    ['diff', standInPath(1)],
  ];

  it.each([...reading, ...using])('%s of a file that is not there is 4', async (...argv) => {
    const path = join(tempFolder(), 'absent.msi');
    const { status, stdout, stderr } = await hotfixkit([...argv, path]);
    expect(status).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toBe(`hotfixkit: ${path}: cannot be opened: there is no such file or folder\n`);
  });

  it.each([...reading, ...using])('%s of what is no package is 3', async (...argv) => {
    const path = join(tempFolder(), 'text.msi');
    writeFileSync(path, 'This is a text file.');
    const { status, stderr } = await hotfixkit([...argv, path]);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^hotfixkit: .*text\.msi: not a package[^\n]*\n$/);
  });

  it.each([
    ['list', '--hash'],
    ['verify', '--kb', '977203'],
    ['extract', '-o', 'nowhere'],
  ])('%s of a damaged package is 3, with file, stream and offset in one line', async (...argv) => {
    const path = damaged((bytes) =>
      bytes.fill(0xee, bytes.indexOf('MSCF') + 50_000, bytes.indexOf('MSCF') + 50_100),
    );
    const { status, stdout, stderr } = await hotfixkit([...argv, path]);
    expect(status).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^hotfixkit: .*damaged\.msi: [^\n]*stream "kb977203\.cab"[^\n]*offset \d+[^\n]*\n$/,
    );
    const json = (await hotfixkit([argv[0]!, '--json', ...argv.slice(1), path])).json<{ error: unknown }>();
    expect(json).toEqual({
      schema: `hotfixkit/${argv[0]}/1`,
      error: expect.objectContaining({
        code: expect.stringMatching(/^(CAB|MSZIP)_/),
        message: expect.any(String),
        file: path,
        stream: 'kb977203.cab',
        offset: expect.any(Number),
      }),
    });
  });

  it('of a package that was cut is 3, with what is missing', async () => {
    const path = damaged((bytes) => bytes.subarray(0, 70_000));
    const { status, stderr } = await hotfixkit(['list', '--hash', path]);
    expect(status).toBe(3);
    expect(stderr).toMatch(
      /^hotfixkit: .*damaged\.msi: the file ends at least 63,120 bytes too early: [^\n]*\n$/,
    );
  });
});

it('shows names from packages without obeying them', async () => {
  const path = writePackage({ files: [{ key: 'a', name: 'a\u001b[2J\u0007.txt', bytes: text('x') }] });
  const { stdout, status } = await hotfixkit(['list', path]);
  expect(status).toBe(0);
  expect(stdout).toContain('a\\x1b[2J\\x07.txt');
  expect(stdout).not.toMatch(/[\u0007\u001b]/);
  const extracted = await hotfixkit(['extract', path, '-o', join(tempFolder(), 'out')]);
  expect(extracted.stdout + extracted.stderr).not.toMatch(/[\u0007\u001b]/);
  const info = await hotfixkit([
    'info',
    writePackage({ files: [], product: { name: 'Evil\u001b[31m', version: '1' } }),
  ]);
  expect(info.stdout).not.toMatch(/[\u0007\u001b]/);
});

it.each([
  ['info'],
  ['list'],
  ['tables'],
  ['streams'],
  ['verify', '--kb', '977203'],
  ['versions'],
  ['manifest', 'list'],
  ['manifest', 'schema'],
])('%s --json is one document and nothing else', async (...argv) => {
  const path = argv[0] === 'manifest' ? [] : [standInPath(1)];
  const { stdout, stderr, status } = await hotfixkit([...argv, ...path, '--json'], { isTTY: true });
  expect(status).toBe(0);
  expect(() => JSON.parse(stdout)).not.toThrow();
  expect(stderr).toBe('');
});

it('says that a bug is a bug', async () => {
  // A path that the terminal cannot hold: something no command expects.
  const broken = {
    write: () => {
      throw new TypeError('broken');
    },
  };
  const { main } = await import('../../src/cli/main.js');
  const err: string[] = [];
  const terminal = { stdout: broken, stderr: { write: (line: string) => err.push(line) }, env: {} };
  expect(await main(['info', standInPath(1)], terminal)).toBe(70);
  expect(err.join('')).toMatch(/^hotfixkit: this is a bug of hotfixkit 0\.1\.0: broken\n$/);
});

describe('--quiet', () => {
  const one = () => writePackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('one') }] });
  const other = () => writePackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('other') }] });

  it.each<[string, () => string[], number]>([
    ['list', () => ['list', one()], 0],
    ['tables', () => ['tables', one()], 0],
    ['rows', () => ['tables', one(), 'File'], 0],
    ['diff', () => ['diff', one(), other()], 1],
    ['verify', () => ['verify', standInPath(1), '--kb', '977203', '--product', 'SP2'], 1],
  ])('%s prints nothing', async (_, argv, status) => {
    expect(await hotfixkit([...argv(), '--quiet'])).toMatchObject({ status, stdout: '', stderr: '' });
  });

  it('leaves what is for other programs', async () => {
    const csv = await hotfixkit(['tables', one(), 'File', '--format', 'csv', '-q']);
    expect(csv.stdout).toContain('a.txt');
    const { json } = await hotfixkit(['list', one(), '-q', '--json']);
    expect(json()).toMatchObject({ files: [{ key: 'a' }] });
  });

  it('leaves errors', async () => {
    const { status, stderr } = await hotfixkit(['list', 'nowhere.msi', '-q']);
    expect([status, stderr.split('\n').length]).toEqual([4, 2]);
  });
});

describe('an answer in a file', () => {
  const named = 'Grüße é.txt';
  const pkg = () => writePackage({ files: [{ key: 'a', name: `a.txt|${named}`, bytes: text('one') }] });
  const file = () => join(tempFolder(), 'answer');

  it('can be asked of every command', () => {
    for (const { name, options } of Object.values(definitions)) {
      const flags = Object.entries(options).flatMap(([key, option]) => ('answers' in option ? [key] : []));
      // -o of these is for what is printed, where they do not write another file to it.
      if (name === 'manifest' || name === 'delta') expect(Object.keys(options)).toContain('output');
      else expect(flags).toEqual(['output' in options && !flags.includes('output') ? 'answer' : flags[0]]);
    }
  });

  itThorough.each<[string, string[], number]>([
    ['info', ['info', 'PKG', '-o', 'OUT'], 0],
    ['list', ['list', 'PKG', '-o', 'OUT'], 0],
    ['list --json', ['list', 'PKG', '--json', '-o', 'OUT'], 0],
    ['rows as CSV', ['tables', 'PKG', 'File', '--format', 'csv', '--answer', 'OUT'], 0],
    ['names of streams', ['streams', 'PKG', '--answer', 'OUT'], 0],
    ['versions', ['versions', standInPath(2), '-o', 'OUT'], 0],
    ['diff', ['diff', 'PKG', standInPath(2), '-o', 'OUT'], 1],
    ['verify as JUnit', ['verify', standInPath(1), '--kb', '977203', '--format', 'junit', '-o', 'OUT'], 0],
    [
      'verify as Markdown',
      ['verify', standInPath(1), '--kb', '977203', '--format', 'markdown', '-o', 'OUT'],
      0,
    ],
    ['a dry run', ['extract', 'PKG', '-o', 'nowhere', '--dry-run', '--answer', 'OUT'], 0],
    [
      'a prepared plan',
      ['prepare', standInPath(2), '--kb', '977203', '-o', 'nowhere', '--dry-run', '--answer', 'OUT'],
      0,
    ],
    ['recover', ['recover', 'DIR', '-o', 'OUT'], 0],
    ['manifests', ['manifest', 'list', '-o', 'OUT'], 0],
    ['a manifest', ['manifest', 'show', '977203', '--json', '-o', 'OUT'], 0],
    ['the schema', ['manifest', 'schema', '-o', 'OUT'], 0],
    ['completions', ['completions', 'powershell', '-o', 'OUT'], 0],
    ['help', ['help', 'list', '-o', 'OUT'], 0],
    ['the manual page', ['help', '--man', '-o', 'OUT'], 0],
  ])('%s: is what would be printed', async (_, words, status) => {
    const [path, out] = [pkg(), file()];
    const places: Record<string, string> = { PKG: path, OUT: out, DIR: join(path, '..') };
    const argv = words.map((word) => places[word] ?? word);
    const at = argv.indexOf(out) - 1;
    // On Windows, JSON for a pipe is ASCII.
    const printed = await hotfixkit(argv.toSpliced(at, 2), { platform: 'linux' });
    const written = await hotfixkit(argv, { isTTY: true, platform: 'win32' });
    expect([written.status, written.stdout, printed.status]).toEqual([status, '', status]);
    expect(written.stderr).toContain(argv.includes('--json') ? '' : `written to ${out}\n`);
    expect(readFileSync(out, 'utf8')).toBe(printed.stdout);
    expect(readFileSync(out)[0]).not.toBe(0xef);
    // Asked for by name: --quiet leaves it.
    writeFileSync(out, '');
    expect(await hotfixkit([...argv, '-q'])).toMatchObject({ status, stdout: '', stderr: '' });
    expect(readFileSync(out, 'utf8')).toBe(printed.stdout);
  });

  it('is written before the words of msiexec', async () => {
    const [out, target] = [file(), join(tempFolder(), 'image')];
    const words = ['msiexec', '--json', '--answer', out, '/a', pkg(), '/qn', `TARGETDIR=${target}`];
    expect(await hotfixkit(words)).toMatchObject({ status: 0, stdout: '' });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ exitCode: 0, target });
  });

  it('is UTF-8', async () => {
    const out = file();
    await hotfixkit(['list', pkg(), '--json', '-o', out], { platform: 'win32' });
    expect(readFileSync(out, 'utf8')).toContain(named);
  });

  it('stays as it was after an error, which is printed', async () => {
    const out = file();
    writeFileSync(out, 'before');
    const { status, stdout, json } = await hotfixkit(['list', 'nowhere.msi', '--json', '-o', out]);
    expect([status, stdout === '', json()]).toMatchObject([4, false, { error: { code: 'FILE_NOT_FOUND' } }]);
    expect(readFileSync(out, 'utf8')).toBe('before');
  });

  it.each<[string, (path: string) => string]>([
    ['the input', (path) => path],
    ['a folder', (path) => join(path, '..')],
  ])('is not %s', async (_, place) => {
    const path = pkg();
    const before = readFileSync(path);
    const { status, stderr } = await hotfixkit(['list', path, '-o', place(path)]);
    expect([status, stderr.split('\n').length]).toEqual([2, 2]);
    expect(readFileSync(path)).toEqual(before);
  });

  it('is not the content of a file', async () => {
    const out = file();
    const { status, stderr } = await hotfixkit(['extract', pkg(), '-o', '-', '--answer', out]);
    expect([status, existsSync(out)]).toEqual([2, false]);
    expect(stderr).toContain('the content of a file is no answer');
  });

  it('is standard output for -', async () => {
    const before = readdirSync('.');
    expect((await hotfixkit(['list', pkg(), '-o', '-'])).stdout).toContain(named);
    expect(readdirSync('.')).toEqual(before);
  });

  it('is written to a folder that is made for it', async () => {
    const out = join(tempFolder(), 'new', 'answer.json');
    mkdirSync(join(out, '..'));
    expect((await hotfixkit(['list', pkg(), '--json', '-o', out])).status).toBe(0);
    expect(readdirSync(join(out, '..'))).toEqual(['answer.json']);
  });
});

describe('JSON on Windows', () => {
  const name = 'Grüße é.txt';
  const pkg = () => writePackage({ files: [{ key: 'a', name: `a.txt|${name}`, bytes: text('one') }] });
  const isAscii = (printed: string) => /^[\n\x20-\x7e]*$/.test(printed);

  it.each<[string, string | undefined, boolean, boolean]>([
    ['is ASCII where a program reads it', 'win32', false, true],
    ['is as it is on a terminal', 'win32', true, false],
    ['is as it is elsewhere', 'linux', false, false],
  ])('%s', async (_, platform, isTTY, expected) => {
    const path = pkg();
    for (const words of [
      ['list', path],
      ['tables', path, 'File'],
      ['info', join(path, 'Ω 日本 😀')],
    ]) {
      const { stdout, json } = await hotfixkit([...words, '--json'], {
        isTTY,
        ...(platform && { platform }),
      });
      expect(isAscii(stdout), words[0]).toBe(expected);
      expect(JSON.stringify(json())).toMatch(words[0] === 'info' ? 'Ω 日本 😀' : name);
    }
  });
});

it.each([
  ['ENAMETOOLONG', { syscall: 'lstat', path: 'a' }, 'FILE_READ', 'cannot be accessed: the path is too long'],
  ['ENOENT', { syscall: 'open', path: 'a' }, 'FILE_NOT_FOUND', 'there is no such file'],
  ['UNKNOWN', { syscall: 'stat', path: 'a' }, 'FILE_READ', 'UNKNOWN: x'],
  ['EBADF', { syscall: 'read', path: 'a' }, 'INTERNAL', 'bug of hotfixkit'],
  ['ERR_INVALID_ARG_TYPE', {}, 'INTERNAL', 'bug of hotfixkit'],
  ['ENOENT', { syscall: 'uv_cwd' }, 'FILE_NOT_FOUND', 'the current folder is not there any more'],
])('what the system refuses is no bug: %s', (code, facts, expected, message) => {
  const error = asKnown(Object.assign(new Error(`${code}: x, y 'a'`), { code }, facts));
  expect(error.code).toBe(expected);
  expect(error.message).toContain(message);
});
