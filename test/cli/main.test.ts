import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statusOf } from '../../src/cli/exit-status.js';
import { ErrorCodes, HotfixkitError } from '../../src/core/errors.js';
import { hotfixkit } from '../support/command-line.js';
import { standInPath, text, writePackage } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

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
