import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildMisbehaving } from '../support/built-program.js';
import { tempFolder } from '../support/temp-folder.js';

let bin = '';

beforeAll(async () => {
  bin = await buildMisbehaving('supervise');
});

interface Ended {
  status: number | null;
  stdout: Buffer;
  stderr: string;
}

function start(args: readonly string[]): {
  child: ChildProcess;
  ready: Promise<void>;
  ended: Promise<Ended>;
} {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  const ready = new Promise<void>((resolve, reject) => {
    child.on('close', () => reject(new Error(stderr)));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += String(chunk);
      if (stderr.includes('ready\n')) resolve();
    });
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status) => resolve({ status, stdout: Buffer.concat(out), stderr }));
  });
  ready.catch(() => undefined);
  return { child, ready, ended };
}

const run = (...args: string[]): Promise<Ended> => start(args).ended;

function file(): string {
  const path = join(tempFolder(), 'input.msi');
  writeFileSync(path, 'x');
  return path;
}

describe('the time limit', () => {
  it('ends what never comes back with one error that names the file and the switch', async () => {
    const path = file();
    const { status, stdout, stderr } = await run('hang', '--max-time', '0.5', path);
    expect(status).toBe(3);
    expect(stdout).toHaveLength(0);
    expect(stderr).toBe(
      `ready\nhotfixkit: ${path}: the run made no progress for 0.5 s and was ended; --max-time allows more\n`,
    );
  });

  it('ends what is in a call that cannot be stopped, with the same status', async () => {
    const path = join(tempFolder(), 'begun');
    const { status, stderr } = await run('stuck', '60000', '--max-time', '0.5', path);
    expect(stderr).toBe(
      `hotfixkit: ${path}: the run made no progress for 0.5 s and was ended; --max-time allows more\n`,
    );
    expect(status).toBe(3);
  });

  it('is one document with --json', async () => {
    const path = file();
    const { status, stdout } = await run('hang', '--json', '--max-time', '0.5', path);
    expect(status).toBe(3);
    expect(JSON.parse(String(stdout))).toMatchObject({ error: { code: 'TIME_LIMIT', file: path } });
  });

  it('holds for work that gives way to others', async () => {
    const { status, stderr } = await run('turns', '--max-time', '0.5');
    expect(status).toBe(3);
    expect(stderr).toContain('--max-time');
  });

  it.each(['wait', 'work'])('does not hold for what gets on: %s', async (command) => {
    expect(await run(command, '--max-time', '1', '2500')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('the memory limit', () => {
  it.each(['objects', 'numbers', 'arrays', 'strings', 'bytes', 'large bytes'])(
    'ends what takes more and more %s with one error',
    async (kind) => {
      const { status, stderr } = await run('hog', '--max-memory', '400', kind);
      expect(stderr).toBe(
        'hotfixkit: the run needed more than 400 MB of memory and was ended; --max-memory allows more\n',
      );
      expect(status).toBe(3);
    },
  );

  it.each(['buffer', 'string', 'array', 'text'])(
    'stands for one allocation that cannot be: %s',
    async (kind) => {
      const { status, stdout } = await run('allocate', '--json', kind);
      expect(status).toBe(3);
      expect(JSON.parse(String(stdout))).toMatchObject({ error: { code: 'MEMORY_LIMIT' } });
    },
  );
});

describe.skipIf(process.platform === 'win32')('signals', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends what never comes back', async (signal) => {
    const { child, ready, ended } = start(['hang', file()]);
    await ready;
    child.kill(signal);
    expect(await ended).toMatchObject({
      status: 4,
      stderr: 'ready\nhotfixkit: interrupted\n',
    });
  });

  it('leave what must not be cut short alone until it is over', async () => {
    const path = join(tempFolder(), 'placed');
    const { child, ready, ended } = start(['critical', path]);
    await ready;
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ status: 4 });
    expect(readFileSync(path, 'utf8')).toBe('whole');
  });

  it('let a run end by itself', async () => {
    const path = join(tempFolder(), 'mark');
    const { child, ready, ended } = start(['polite', path]);
    await ready;
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ status: 4, stderr: 'ready\n' });
    expect(existsSync(path)).toBe(true);
  });

  it('take back what the run had put into its folder', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.txt'), 'old');
    const { child, ready, ended } = start(['place', folder]);
    await ready;
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('new');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ status: 4 });
    expect(readdirSync(folder)).toEqual(['a.txt']);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('old');
  });
});

describe('output', () => {
  it('arrives whole and in order, whatever it is long', async () => {
    const { status, stdout, stderr } = await run('print', '40');
    expect(status).toBe(7);
    expect(stderr).toBe('printed\n');
    expect(stdout).toHaveLength(40 << 20);
    for (let i = 0; i < 40; i++) {
      expect(stdout[i << 20]).toBe(i);
      expect(stdout[((i + 1) << 20) - 1]).toBe(i);
    }
  });

  it('waits for a slow reader without counting that as time, and without gathering it', async () => {
    const child = spawn(process.execPath, [bin, 'print', '--max-time', '0.5', '--max-memory', '300', '400'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let length = 0;
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += String(chunk);
    });
    const status = new Promise((resolve) => child.on('close', resolve));
    await new Promise((resolve) => setTimeout(resolve, 2000));
    for await (const chunk of child.stdout) length += (chunk as Buffer).length;
    expect([await status, stderr]).toEqual([7, 'printed\n']);
    expect(length).toBe(400 << 20);
  });

  it('that nobody reads any more ends the run with 0', async () => {
    const child = spawn(process.execPath, [bin, 'print', '4000'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += String(chunk);
    });
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    expect(stderr).not.toContain('hotfixkit');
  });
});

describe('a run that ends without an answer', () => {
  it.each([
    ['exit', 'the command ended without a result'],
    ['nothing', 'the command ended without a result'],
    ['throw', 'nobody catches this'],
  ])('%s is a bug', async (command, message) => {
    const { status, stderr } = await run(command);
    expect(status).toBe(70);
    expect(stderr).toBe(`hotfixkit: this is a bug of hotfixkit 0.1.0: ${message}\n`);
  });
});
