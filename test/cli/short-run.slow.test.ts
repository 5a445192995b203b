import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildMisbehaving } from '../support/built-program.js';
import { tempFolder } from '../support/temp-folder.js';

let bin = '';

beforeAll(async () => {
  bin = await buildMisbehaving('short-run');
});

interface Ended {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: Buffer;
  stderr: string;
}

/** Runs a command; `heard` is called with the process when it says that it is ready. */
function run(
  args: readonly string[],
  heard: (child: ChildProcess) => void = () => undefined,
  started: (child: ChildProcess) => unknown = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  started(child);
  const out: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    const isFirst = !stderr.includes('ready\n');
    stderr += String(chunk);
    if (isFirst && stderr.includes('ready\n')) heard(child);
  });
  return new Promise((resolve) => {
    child.on('close', (status, signal) => resolve({ status, signal, stdout: Buffer.concat(out), stderr }));
  });
}

function file(): string {
  const path = join(tempFolder(), 'input.msi');
  writeFileSync(path, 'x');
  return path;
}

describe('the time limit', () => {
  it('ends a loop that never comes back with one error that names the file and the switch', async () => {
    const path = file();
    const { status, stdout, stderr } = await run(['hang', '--max-time', '0.5', path]);
    expect(stderr).toBe(
      `ready\nhotfixkit: ${path}: the run made no progress for 0.5 s and was ended; --max-time allows more\n`,
    );
    expect(status).toBe(3);
    expect(stdout).toHaveLength(0);
  });

  it('is one document with --json', async () => {
    const path = file();
    const { status, stdout } = await run(['hang', '--json', '--max-time', '0.5', path]);
    expect(status).toBe(3);
    expect(JSON.parse(String(stdout))).toMatchObject({ error: { code: 'TIME_LIMIT', file: path } });
  });

  it('is the answer of a call that cannot be cut off, and the call is not begun again', async () => {
    const path = join(tempFolder(), 'begun');
    const { status, stderr } = await run(['stuck', '4000', '--max-time', '2', path]);
    expect(stderr).toBe(
      `hotfixkit: ${path}: the run made no progress for 2 s and was ended; --max-time allows more\n`,
    );
    expect([status, readFileSync(path, 'utf8')]).toEqual([3, 'begun\n']);
  });

  it('ends a call that cannot be cut off where a guard sees it', async () => {
    const path = join(tempFolder(), 'begun');
    const { status, stderr } = await run(['stuck', '60000', '--max-time', '0.5', path, '//guarded']);
    expect(stderr).toBe(
      `hotfixkit: ${path}: the run made no progress for 0.5 s and was ended; --max-time allows more\n`,
    );
    expect([status, readFileSync(path, 'utf8')]).toEqual([3, 'begun\n']);
  });

  it('takes back what the run had put into its folder', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.txt'), 'old');
    const { status } = await run(['place', '--max-time', '0.5', folder]);
    expect(status).toBe(3);
    expect(readdirSync(folder)).toEqual(['a.txt']);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('old');
  });
});

describe.skipIf(process.platform === 'win32')('signals', () => {
  it.each([
    ['a sentence', [], { stdout: '', stderr: 'hotfixkit: interrupted\n' }],
    ['one document', ['--json'], { stdout: expect.stringContaining('"code": "ABORTED"') }],
  ])('end a run that only reads with %s, wherever it stands', async (_, options, expected) => {
    const path = join(tempFolder(), 'begun');
    const ended = run(
      ['hang-silently', ...options, path],
      () => undefined,
      async (child) => {
        while (!existsSync(path)) await sleep(5);
        child.kill('SIGINT');
      },
    );
    const { status, signal, stdout, stderr } = await ended;
    expect({ status, signal, stdout: String(stdout), stderr }).toMatchObject({
      status: 4,
      signal: null,
      ...expected,
    });
  });

  it('end a run that is in a call for longer than it may be alone', async () => {
    const path = join(tempFolder(), 'begun');
    const ended = await run(
      ['stuck', '3000', path],
      () => undefined,
      async (child) => {
        while (!existsSync(path)) await sleep(5);
        child.kill('SIGINT');
      },
    );
    expect(ended).toMatchObject({ status: 4, stderr: 'hotfixkit: interrupted\n' });
    expect(readFileSync(path, 'utf8')).toBe('begun\n');
  });

  it('take back what a run had put into its folder', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.txt'), 'old');
    const ended = await run(['place-and-wait', folder], (child) => child.kill('SIGINT'));
    expect(ended).toMatchObject({ status: 4, stderr: 'ready\nhotfixkit: interrupted\n' });
    expect(readdirSync(folder)).toEqual(['a.txt']);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('old');
  });
});

describe('output', () => {
  it('arrives whole and in order, whatever it is long', async () => {
    const { status, stdout, stderr } = await run(['print', '40']);
    expect([status, stderr]).toEqual([7, 'printed\n']);
    expect(stdout).toHaveLength(40 << 20);
    for (let i = 0; i < 40; i++) expect([stdout[i << 20], stdout[((i + 1) << 20) - 1]]).toEqual([i, i]);
  });

  it('that nobody reads any more changes nothing about how the run ends', async () => {
    const child = spawn(process.execPath, [bin, 'print', '12'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(7);
  });
});

describe('a run that ends without an answer', () => {
  it.each([
    ['nothing', 'the command ended without a result'],
    ['throw', 'nobody catches this'],
  ])('%s is a bug', async (command, message) => {
    const { status, stderr } = await run([command]);
    expect(stderr).toBe(`hotfixkit: this is a bug of hotfixkit 0.1.0: ${message}\n`);
    expect(status).toBe(70);
  });
});
