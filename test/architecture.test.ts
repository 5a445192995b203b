import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(repository, 'src');

/** A folder may import itself and those of lower levels; folders of one level never import each other. */
const levels: Record<string, number> = {
  'errors.ts': 0,
  bytes: 1,
  fs: 1,
  compression: 2,
  cfb: 3,
  cab: 3,
  pe: 3,
  delta: 3,
  zip: 3,
  xml: 3,
  msi: 4,
  package: 5,
  container: 5,
  inspect: 6,
  extract: 6,
  admin: 6,
  manifest: 6,
  verify: 6,
  diagnose: 6,
  stage: 7,
  'index.ts': 8,
  cli: 9,
};

/** Imports that the levels alone would forbid, or allow. */
const alsoAllowed: Record<string, readonly string[]> = {
  fs: ['bytes'],
  delta: ['pe'],
  verify: ['manifest'],
  package: ['container'],
  diagnose: ['manifest'],
};
const onlyAllowed: Record<string, readonly string[]> = {
  cli: ['cli', 'index.ts'],
  compression: ['compression', 'bytes', 'errors.ts'],
  cfb: ['cfb', 'compression', 'bytes', 'errors.ts'],
  cab: ['cab', 'compression', 'bytes', 'errors.ts'],
  pe: ['pe', 'compression', 'bytes', 'errors.ts'],
  delta: ['delta', 'pe', 'compression', 'bytes', 'errors.ts'],
  msi: ['msi', 'cfb', 'bytes', 'errors.ts'],
};

interface Import {
  file: string;
  room: string;
  target: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : path.endsWith('.ts') ? [path] : [];
  });
}

const files = sources(src);
const slashed = (path: string): string => path.replaceAll('\\', '/');
const roomOf = (path: string): string => slashed(relative(src, path)).split('/')[0]!;

const imports: Import[] = files.flatMap((file) =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:^(?:import|export)\b[^;'"]*?from\s*|^import\s*|\bimport\()['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => ({
    file: slashed(relative(src, file)),
    room: roomOf(file),
    target: match[1]!,
  })),
);
const local = imports.filter((i) => i.target.startsWith('.'));
const external = imports.filter((i) => !i.target.startsWith('.'));

describe('architecture', () => {
  it('has no folder without a level', () => {
    expect(readdirSync(src).filter((name) => !(name in levels))).toEqual([]);
  });

  it('imports downwards only', () => {
    const wrong = local.flatMap(({ file, room, target }) => {
      const to = roomOf(join(src, dirname(file), target).replace(/\.js$/, '.ts'));
      const only = onlyAllowed[room];
      const allowed = only
        ? only.includes(to)
        : room === to || (alsoAllowed[room]?.includes(to) ?? false) || levels[to]! < levels[room]!;
      return allowed ? [] : [`${file} imports ${to}`];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps node out of everything below the packages, but for inflate', () => {
    const pure = external.filter(({ room }) => room !== 'fs' && levels[room]! < 5);
    const node = pure.filter(({ target }) => target.startsWith('node:') || builtinModules.includes(target));
    expect(node.map(({ file, target }) => `${file} ${target}`)).toEqual([
      'compression/inflate-whole.ts node:zlib',
      'compression/mszip.ts node:zlib',
    ]);
  });

  it('lets one file import an npm package', () => {
    const importers = new Map<string, Set<string>>();
    for (const { file, target } of external) {
      if (target.startsWith('node:')) continue;
      importers.set(target, (importers.get(target) ?? new Set()).add(file));
    }
    const several = [...importers]
      .filter(([, by]) => by.size > 1)
      .map(([name, by]) => `${name}: ${[...by].join(', ')}`);
    expect(several).toEqual([]);
    const dependencies = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
      .dependencies as object;
    expect([...importers.keys()].sort()).toEqual(Object.keys(dependencies).sort());
  });

  it('has no default exports and no export *', () => {
    const wrong = files.filter((file) => /export (default|\*)/.test(readFileSync(file, 'utf8')));
    expect(wrong.map((file) => relative(src, file))).toEqual([]);
  });

  it('mirrors every test on a source file', () => {
    const tests = sources(join(repository, 'test')).filter((file) => file.endsWith('.test.ts'));
    const lost = tests
      .map((file) => slashed(relative(join(repository, 'test'), file)))
      .filter((file) => file.includes('/') && !/^(scenarios|support|slow)\//.test(file))
      .map((file) => file.replace(/\.test\.ts$/, '.ts'))
      .filter((file) => !existsSync(join(file.startsWith('fuzz/') ? repository : src, file)));
    expect(lost).toEqual([]);
  });

  it('names no path of a machine and no registry', () => {
    const all = ['test', 'fuzz'].flatMap((folder) => sources(join(repository, folder)));
    all.push(...files, join(repository, 'README.md'));
    const named = all.filter((file) => /\/work\/|registry\.npmjs|\/farm\//.test(readFileSync(file, 'utf8')));
    expect(
      named
        .map((file) => relative(repository, file))
        .filter((file) => !file.endsWith('architecture.test.ts')),
    ).toEqual([]);
  });
});
