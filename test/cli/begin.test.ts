import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { begin, cacheFolder } from '../../src/cli/begin.js';
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
  'run.cjs': `
    exports.run = async ([command]) => {
      if (command === 'parts') return require('./part.cjs').sum([require('./seldom.cjs').two, 1]);
      if (command === 'table') return require('../tables/table.json').length;
      if (command === 'node') return require('node:path').basename(__filename).length;
      return command === 'wrong' ? 2 : 0;
    };`,
  // Both sides see the same module.
  'part.cjs':
    'exports.sum = (numbers) => numbers.reduce((a, b) => a + b); exports.loaded = (exports.loaded ?? 0) + 1;',
  'seldom.cjs': 'exports.two = 1 + require("./part.cjs").loaded;',
  '../tables/table.json': '[1, 2, 3]',
};
const packed = ['run.cjs', 'part.cjs'];

let home = '';
let read: string[] = [];

beforeEach(() => {
  home = tempFolder();
  read = [];
  vi.stubEnv('XDG_CACHE_HOME', home);
  vi.stubEnv('LOCALAPPDATA', home);
  vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', '');
  return () => void vi.unstubAllEnvs();
});

function start(...argv: string[]): Promise<number> {
  const { getBuiltinModule } = process;
  return begin(argv, {
    folder: join(home, 'program'),
    read: (path) => {
      read.push(path);
      return files[path]!;
    },
    builtin: (id) => getBuiltinModule(id as 'node:fs'),
    readPack: () => {
      const bodies = packed.map(
        (name) => `"${name}":function(exports,require,module,__filename,__dirname){${files[name]}}`,
      );
      return `/*0123456789abcdef*/({${bodies.join()}})`;
    },
  });
}

const kept = (): string[] =>
  readdirSync(join(home, 'hotfixkit')).map((name) => name.replace(`${process.version}-${process.arch}-`, ''));

describe('begin', () => {
  it('runs the program and keeps its code, once for each command', async () => {
    expect(await start('parts')).toBe(3);
    expect(await start('parts')).toBe(3);
    expect(await start('node')).toBe(7);
    expect(await start('--json')).toBe(0);
    expect(kept().sort()).toEqual([
      '0123456789abcdef-node.code',
      '0123456789abcdef-other.code',
      '0123456789abcdef-parts.code',
    ]);
  });

  it('reads by themselves only the files that the pack has not', async () => {
    expect(await start('parts')).toBe(3);
    expect(await start('table')).toBe(3);
    expect(read).toEqual(['seldom.cjs', '../tables/table.json']);
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

  it.each([
    [
      'there is no folder for it',
      () => vi.stubEnv('XDG_CACHE_HOME', '').stubEnv('LOCALAPPDATA', '').stubEnv('HOME', ''),
    ],
    ['it is switched off', () => vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', '1')],
    ['its folder is a file', () => writeFileSync(join(home, 'hotfixkit'), '')],
  ])('runs without kept code where %s', async (_, prepare) => {
    prepare();
    expect(await start('parts')).toBe(3);
    expect(read).toEqual(['run.cjs', 'part.cjs', 'seldom.cjs']);
  });

  it('does not take code that is not code', async () => {
    await start('parts');
    const [name] = readdirSync(join(home, 'hotfixkit'));
    writeFileSync(join(home, 'hotfixkit', name!), 'x'.repeat(5000), { mode: 0o600 });
    expect(await start('parts')).toBe(3);
  });

  it('runs where what is kept cannot be replaced', async () => {
    await start('--help');
    const [name] = readdirSync(join(home, 'hotfixkit'));
    mkdirSync(join(home, 'hotfixkit', name!.replace('other', 'parts')));
    expect(await start('parts')).toBe(3);
    expect(await start('parts')).toBe(3);
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
