import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { begin, beginThread, cacheFolder, programIn } from '../../src/cli/begin.js';
import type { BuiltProgram } from '../../src/cli/program-modules.js';
import { version } from '../../src/core/version.js';
import { tempFolder } from '../support/temp-folder.js';

let printed = '';
let failure: string | null = null;
vi.mock('../../src/cli/direct-output.js', async (original) => ({
  ...(await original<object>()),
  directOutput: (_: number, failed: (error: Error) => void) => ({
    write: (text: string) => {
      printed = text;
      if (failure) failed(Object.assign(new Error(), { code: failure }));
    },
  }),
}));

const files: Record<string, string> = {
  'begin.cjs': 'const build = "digest@";',
  'short-run.cjs': `
    exports.runHere = async ([command]) => command === 'wrong' ? 2 : require('./part.cjs').sum([1, 2]);`,
  'supervise.cjs':
    'exports.supervise = async (_, readCode) => require("./part.cjs").sum([3, readCode() ? 5 : 4]);',
  'part.cjs': 'exports.sum = (numbers) => numbers.reduce((a, b) => a + b);',
  'run-worker.cjs': 'exports.done = Promise.resolve(globalThis.statusOfTheThread ?? 0);',
  'write-thread.cjs': 'require("./part.cjs");',
};

let home = '';
let read: string[] = [];

beforeEach(() => {
  home = tempFolder();
  read = [];
  vi.stubEnv('XDG_CACHE_HOME', home);
  vi.stubEnv('LOCALAPPDATA', home);
  vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', '');
  return () => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  };
});

const built = (): BuiltProgram => ({
  build: 'digest@',
  folder: join(home, 'program'),
  read: (path) => {
    read.push(path);
    return files[path]!;
  },
  builtin: (id) => process.getBuiltinModule(id as 'node:fs'),
});
const start = (...argv: string[]): Promise<number> => begin(argv, built());

/** What the code is kept under. */
function kept(): string[] {
  const folder = join(home, 'hotfixkit');
  return existsSync(folder) ? readdirSync(folder).map((name) => /@-(.*)\.code$/.exec(name)![1]!) : [];
}

describe('begin', () => {
  it('runs the program and keeps its code, once for each command', async () => {
    expect(await start('list')).toBe(3);
    expect(await start('list')).toBe(3);
    expect(await start('--json')).toBe(3);
    expect(kept().sort()).toEqual(['list', 'other']);
  });

  it('has a thread watched where the input is large', async () => {
    expect(await start('list', home)).toBe(7);
    expect([kept(), read[0]]).toEqual([['watch'], 'supervise.cjs']);
  });

  it('gives the code of the thread to what starts it', async () => {
    beginThread('run-worker', ['list', home], built());
    await new Promise((resolve) => setImmediate(resolve));
    expect(await start('list', home)).toBe(8);
  });

  it.each([
    ['0', null, 0],
    ['0 though nobody reads it', 'EPIPE', 0],
    ['4 where it cannot be written', 'ENOSPC', 4],
  ])('says its version without the program: %s', async (_, code, status) => {
    failure = code;
    expect(await start('--version')).toBe(status);
    expect([printed, read]).toEqual([`${version}\n`, []]);
  });

  it('keeps nothing of a command line that is wrong', async () => {
    expect(await start('wrong')).toBe(2);
    expect(kept()).toEqual([]);
  });

  it('runs without kept code where there is no folder for it', async () => {
    vi.stubEnv('XDG_CACHE_HOME', '').stubEnv('LOCALAPPDATA', '').stubEnv('HOME', '');
    expect(await start('list')).toBe(3);
    expect(kept()).toEqual([]);
  });
});

describe('beginThread', () => {
  it.each([
    { name: 'run-worker', argv: ['list'], status: 0, expected: ['list-thread'] },
    { name: 'run-worker', argv: ['list'], status: 2, expected: [] },
    { name: 'write-thread', argv: null, status: 0, expected: [] },
  ])('keeps the code of a run: $name, $status', async ({ name, argv, status, expected }) => {
    vi.stubGlobal('statusOfTheThread', status);
    beginThread(name, argv, built());
    await new Promise((resolve) => setImmediate(resolve));
    expect([read[0], kept()]).toEqual([`${name}.cjs`, expected]);
  });
});

describe('programIn', () => {
  it('reads the files of a folder', () => {
    writeFileSync(join(home, 'a.cjs'), 'exports.a = 1;');
    const { build, folder, read: text } = programIn(home, () => null);
    // The sources are no build.
    expect([build, folder, text('a.cjs')]).toEqual([null, home, 'exports.a = 1;']);
  });
});

describe('cacheFolder', () => {
  it.each([
    [{ HOME: '/home/a' }, 'linux', '/home/a/.cache/hotfixkit'],
    [{ HOME: '/home/a', XDG_CACHE_HOME: '/tmp/a' }, 'linux', '/tmp/a/hotfixkit'],
    [{ HOME: '/Users/a' }, 'darwin', '/Users/a/Library/Caches/hotfixkit'],
    [{ HOME: '/c/Users/a', LOCALAPPDATA: '/c/local' }, 'win32', '/c/local/hotfixkit'],
    [{ HOME: '/c/Users/a' }, 'win32', null],
    [{ HOME: '/home/a', XDG_CACHE_HOME: 'tmp/a' }, 'linux', '/home/a/.cache/hotfixkit'],
    [{ HOME: 'a', XDG_CACHE_HOME: './a' }, 'linux', null],
    [{ LOCALAPPDATA: 'local' }, 'win32', null],
    [{ HOME: '' }, 'linux', null],
    [{}, 'linux', null],
    [{ HOME: '/home/a', NODE_DISABLE_COMPILE_CACHE: '1' }, 'linux', null],
  ] as const)('of %j on %s is %s', (env, platform, expected) => {
    expect(cacheFolder(env, platform)?.replaceAll('\\', '/') ?? null).toBe(expected);
  });
});
