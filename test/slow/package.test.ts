import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const here = dirname(fileURLToPath(import.meta.url));
const repository = resolve(here, '../..');
const fixtures = join(repository, 'fixtures/kb977203');
const hotfix = join(fixtures, 'SCCM2007-SP2-KB977203-ENU.msi');
const require = createRequire(import.meta.url);
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  exports: Record<string, string | Omit<Entry, 'name'>>;
};
interface Entry {
  name: string;
  types: string;
  /** Only where it differs from the default. */
  node?: string;
  default: string;
}
const entries = Object.entries(manifest.exports).flatMap(([path, target]): Entry[] =>
  typeof target === 'string' ? [] : [{ ...target, name: path.slice(2) }],
);
const pure = entries.filter((entry) => 'node' in entry);

const project = mkdtempSync(join(tmpdir(), 'hotfixkit-packed-'));
afterAll(() => rmSync(project, { recursive: true, force: true }));
const installed = join(project, 'node_modules/hotfixkit');

/** What npm would publish, in a project of its own, with nothing else that runs. */
beforeAll(() => {
  mkdirSync(installed, { recursive: true });
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project], {
    cwd: repository,
    shell: process.platform === 'win32',
  });
  const archive = readdirSync(project).find((name) => name.endsWith('.tgz'))!;
  execFileSync('tar', ['-xf', archive, '--strip-components=1', '-C', 'node_modules/hotfixkit'], {
    cwd: project,
  });
  mkdirSync(join(project, 'node_modules/@types'));
  for (const name of ['@types/node', 'undici-types']) {
    symlinkSync(join(repository, 'node_modules', name), join(project, 'node_modules', name), 'junction');
  }
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }');
});

/** Compiles files of the project, with declarations; the errors as text. */
function compile(folder: string, options: Record<string, unknown>): string {
  const path = join(project, folder, 'tsconfig.json');
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2022', 'ESNext.Disposable'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    types: ['node'],
    strict: true,
    declaration: true,
    // The declarations of the package are checked too.
    skipLibCheck: false,
    outDir: 'out',
    ...options,
  };
  writeFileSync(path, JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  try {
    execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', path], { encoding: 'utf8' });
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

function put(folder: string, name: string, text: string): void {
  mkdirSync(join(project, folder), { recursive: true });
  writeFileSync(join(project, folder, name), text);
}

describe('small programs', () => {
  const programs = join(here, 'programs');
  // Their types are those of the packed package, which is not there when this file is checked.
  const run = (name: string) => import(pathToFileURL(join(project, 'programs/out', `${name}.js`)).href);

  beforeAll(() => {
    for (const name of readdirSync(programs)) {
      for (const folder of ['programs', 'bundled'])
        put(folder, name, readFileSync(join(programs, name), 'utf8'));
    }
    expect(compile('programs', {})).toBe('');
  });

  it('compile for a bundler too', () => {
    expect(compile('bundled', { module: 'ESNext', moduleResolution: 'bundler' })).toBe('');
  });

  it('list a package', async () => {
    const { executables, mediaOf } = await run('list');
    expect(await executables(hotfix)).toContainEqual({
      path: 'Microsoft Configuration Manager/Logs/KB977203/Ccmcertfix.exe',
      version: '4.0.6487.2111',
      platform: 'x86',
    });
    expect(mediaOf(readFileSync(hotfix))).toBe(1);
  });

  it('take one file into memory', async () => {
    const { versionInside } = await run('one-file');
    const { size, info } = await versionInside(new Blob([readFileSync(hotfix)]), 'ccmcertfix.exe');
    expect(size).toBe(17768);
    expect(info).not.toBeNull();
  });

  it('verify', async () => {
    const { gate } = await run('verify');
    expect(await gate(hotfix, '977203')).toMatchObject({ status: 0, counts: { match: 13 }, wrong: [] });
    const wrong = await gate(join(fixtures, 'wrong-size/SCCM2007-SP2-KB977203-ENU.msi'), '977203');
    expect(wrong.status).toBe(1);
    const nothing = await gate(join(fixtures, 'nothing.msi'), '977203');
    expect(nothing).toMatchObject({ status: 3, message: expect.stringContaining('nothing.msi') });
  });

  it('patch', async () => {
    const { patched } = await run('patch');
    const client = join(fixtures, 'client-sp2.msi');
    const folder = join(project, 'image');
    const library = (await import(
      pathToFileURL(join(installed, 'dist/index.js')).href
    )) as typeof import('../../src/api/index.js');
    using pkg = library.openPackage(hotfix);
    const patch = join(project, 'client.msp');
    writeFileSync(patch, library.readPackageFile(pkg, '*.msp'));
    const { steps, files } = await patched(client, patch, folder);
    expect(steps).toBe(1);
    expect(files.length).toBeGreaterThan(0);
  });

  it('prepare', async () => {
    const { ready } = await run('prepare');
    const { verdict, reports } = await ready(hotfix, join(project, 'ready'));
    expect(verdict.status).toBe('ready');
    expect(reports).toHaveLength(3);
  });
});

/** Every function and what it returns, exported again, so that the compiler has to name all types behind it. */
async function probes(name: string, target: string): Promise<string> {
  const module = (await import(pathToFileURL(join(installed, target)).href)) as Record<string, unknown>;
  const lines = [`import * as entry from 'hotfixkit${name && `/${name}`}';`];
  for (const [key, value] of Object.entries(module)) {
    lines.push(`export const the_${key} = entry.${key};`);
    if (typeof value !== 'function' || /^class\b/.test(String(value))) continue;
    lines.push(
      `export const made_${key} = async () => (await entry.${key}.apply(undefined as never, [] as never))!;`,
      `export const inside_${key} = async () => Object.values(await made_${key}());`,
    );
  }
  return lines.join('\n');
}

describe('declarations', () => {
  it.each(entries)('of hotfixkit/$name let everything be exported again', async ({ name, ...target }) => {
    const folder = `probe-${name || 'main'}`;
    put(folder, 'probe.ts', await probes(name, target.node ?? target.default));
    // Without Node there are no types of Node either, but those of a browser.
    expect(compile(folder, 'node' in target ? { types: [], lib: ['ES2022', 'DOM'] } : {})).toBe('');
  });
});

describe('bundles', () => {
  /** What a bundler makes of a program that uses the package. */
  async function bundle(
    code: string,
    platform: 'browser' | 'node',
  ): Promise<{ code: string; imports: string[] }> {
    put('bundle', 'input.js', code);
    const bundler = await rolldown({
      input: join(project, 'bundle/input.js'),
      platform,
      external: /^node:/,
      logLevel: 'silent',
    });
    const { output } = await bundler.generate({ format: 'esm', minify: true });
    await bundler.close();
    return { code: output[0].code, imports: output.flatMap((one) => ('imports' in one ? one.imports : [])) };
  }

  it('hold no more than what is used', async () => {
    const { code, imports } = await bundle(
      "import { parseFileVersion } from 'hotfixkit'; console.log(parseFileVersion('4.0.6487.2111'));",
      'node',
    );
    expect(imports).toEqual([]);
    expect(code.length).toBeLessThan(3000);
  });

  it.each(pure)('of hotfixkit/$name need nothing of Node', async ({ name }) => {
    const { code, imports } = await bundle(`export * from 'hotfixkit/${name}';`, 'browser');
    expect(imports).toEqual([]);
    // Neither by its name nor as a global (semver and picomatch ask first whether there is a process), and no large package.
    expect(code).not.toMatch(
      /\bBuffer\.|\bprocess\.(?!env\b|platform\b)|\bsetImmediate\b|\brequire\(|\bZodType\b|yauzl|execa/,
    );
  });

  it.each(pure)('of hotfixkit/$name load no large package in Node', async ({ name }) => {
    const { code } = await bundle(`export * from 'hotfixkit/${name}';`, 'node');
    expect(code).not.toMatch(/\bZodType\b|yauzl|execa/);
  });

  it('read a cabinet in a browser', async () => {
    const { code } = await bundle(
      "import { BufferSource, findCabinets } from 'hotfixkit/cab'; export const run = (bytes) => [...findCabinets(new BufferSource(bytes))].length;",
      'browser',
    );
    put('bundle', 'run.mjs', code);
    const { run } = (await import(pathToFileURL(join(project, 'bundle/run.mjs')).href)) as {
      run(bytes: Uint8Array): number;
    };
    expect(run(readFileSync(hotfix))).toBe(1);
  });
});

describe('the package', () => {
  const tool = (script: string, args: readonly string[]): string => {
    try {
      return execFileSync(process.execPath, [join(repository, 'node_modules', script), ...args], {
        cwd: installed,
        encoding: 'utf8',
      });
    } catch (error) {
      return `failed: ${(error as { stdout: string }).stdout}`;
    }
  };

  it('has nothing that publint finds', () => {
    expect(tool('publint/src/cli.js', ['--strict', '--pack', 'false'])).toContain('All good!');
  });

  it('has types that are right however it is resolved', () => {
    const archive = join(project, readdirSync(project).find((name) => name.endsWith('.tgz'))!);
    const said = tool('@arethetypeswrong/cli/dist/index.js', [
      archive,
      '--profile',
      'esm-only',
      '--no-emoji',
    ]);
    // Older ways of resolving, which an ES module cannot serve, are told and do not count.
    expect(said).not.toMatch(/^failed/);
  });
});
