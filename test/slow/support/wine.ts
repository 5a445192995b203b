import { execFile, execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/*
 * Windows for tests: a prefix of Wine that holds nothing of this machine, with Node for Windows in it. Programs for Windows
 * come from npm packages, which are kept in a folder for temporary files.
 */

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const cache = join(tmpdir(), 'hotfixkit-windows-packages');
const run = promisify(execFile);

/** What a program in Wine needs of the environment; nothing else of this process gets there. */
function environment(prefix: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: prefix,
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    LANG: 'C.UTF-8',
  };
}

/** Why there is no Wine to run Windows programs with; null where there is. */
export function whyNoWine(): string | null {
  if (process.platform !== 'linux') return 'needs Linux';
  for (const program of ['wine', 'wineboot', 'wineserver', 'x86_64-w64-mingw32-gcc']) {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    } catch {
      return `needs ${program}`;
    }
  }
  return null;
}

/** The unpacked folder of an npm package for Windows; null where it cannot be had. */
export async function windowsPackage(name: string, version: string): Promise<string | null> {
  const folder = join(cache, `${name.replace('/', '+')}-${version}`);
  if (existsSync(folder)) return join(folder, 'package');
  mkdirSync(cache, { recursive: true });
  const part = mkdtempSync(join(cache, 'part-'));
  try {
    await run('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', part], {
      cwd: part,
      timeout: 180_000,
    });
    const archive = readdirSync(part).find((file) => file.endsWith('.tgz'))!;
    await run('tar', ['-xzf', archive], { cwd: part });
    rmSync(join(part, archive));
    renameSync(part, folder);
    return join(folder, 'package');
  } catch {
    rmSync(part, { recursive: true, force: true });
    return existsSync(folder) ? join(folder, 'package') : null;
  }
}

/** A copy that shares the bytes where the disk lets it. */
function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
  } catch {
    rmSync(to, { recursive: true, force: true });
    execFileSync('cp', ['-a', from, to]);
  }
}

/** A prefix of Wine. Drive C: is all that there is, but for the drives that are asked for. */
export class WinePrefix {
  readonly path: string;
  /** The folder of drive C:. */
  readonly c: string;

  private constructor(path: string) {
    this.path = path;
    this.c = join(path, 'drive_c');
  }

  static async make(drives: readonly string[]): Promise<WinePrefix> {
    const prefix = new WinePrefix(mkdtempSync(join(tmpdir(), 'hotfixkit-wine-')));
    const options = { env: environment(prefix.path), timeout: 180_000 };
    await run('wineboot', ['-i'], options);
    // Node refuses to run on the Windows that Wine 8 takes by itself.
    await run('wine', ['winecfg', '-v', 'win10'], options);
    await run('wineserver', ['-w'], options);
    // Without it nothing that is written to the root of a drive gets to this machine.
    rmSync(join(prefix.path, 'dosdevices/z:'), { force: true });
    for (const drive of drives) {
      mkdirSync(join(prefix.path, `drive_${drive}`));
      symlinkSync(`../drive_${drive}`, join(prefix.path, `dosdevices/${drive}:`));
    }
    return prefix;
  }

  /** Runs a program to its end, with its output in a file: Node for Windows cannot write to pipes of Linux. */
  async run(program: string, args: readonly string[], options: RunOptions = {}): Promise<WineEnded> {
    const { cwd = '', env = {}, timeout = 900_000 } = options;
    const file = join(this.path, `output-${program}-${Date.now()}.txt`);
    const output = openSync(file, 'w');
    const child = spawn('wine', [program, ...args], {
      cwd: join(this.c, cwd),
      env: { ...environment(this.path), ...env },
      stdio: ['ignore', output, output],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), timeout);
    const status = await new Promise<number | null>((done) => {
      child.on('error', () => done(null));
      child.on('close', done);
    });
    clearTimeout(timer);
    return { status, output: readFileSync(file, 'utf8') };
  }

  /** Puts files or folders of the repository into drive C:. */
  add(path: string, to: string): void {
    copy(resolve(repository, path), join(this.c, to));
  }

  /** Compiles a program with libraries of Windows; `to` is on drive C:. */
  compile(source: string, to: string, libraries: readonly string[] = []): void {
    const args = ['-municode', '-O1', '-s', '-o', join(this.c, to), resolve(repository, source)];
    args.push(...libraries.map((name) => `-l${name}`));
    execFileSync('x86_64-w64-mingw32-gcc', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  }

  /** The built package with what it depends on, as an installation has it. */
  addPackage(to: string): void {
    for (const name of ['bin', 'dist', 'package.json']) this.add(name, join(to, name));
    const listed = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], {
      cwd: repository,
      encoding: 'utf8',
    });
    for (const path of listed.trim().split('\n').slice(1)) {
      const below = path.slice(repository.length + 1);
      // Packages within packages come with these.
      if (below.lastIndexOf('node_modules') === 0) this.add(below, join(to, below));
    }
  }

  /**
   * The sources with the tests and all that vitest needs. Gives the reason where that cannot be had: vitest has parts that are
   * made for each system.
   */
  async addRepository(to: string): Promise<string | null> {
    const left = ['.git', 'node_modules', 'coverage', 'dist'];
    for (const name of readdirSync(repository)) {
      // Tests may write beside themselves: these files are not shared.
      if (!left.includes(name)) cpSync(join(repository, name), join(this.c, to, name), { recursive: true });
    }
    if (existsSync(join(repository, 'dist'))) this.add('dist', join(to, 'dist'));
    for (const name of readdirSync(join(repository, 'node_modules'))) {
      if (!notForVitest.test(name)) this.add(`node_modules/${name}`, join(to, 'node_modules', name));
    }
    for (const [name, owner] of nativeParts) {
      for (const folder of foldersOf(owner)) {
        const { version } = JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8')) as {
          version: string;
        };
        const part = await windowsPackage(name, version);
        if (part === null) return `needs the npm package ${name}`;
        copy(part, join(this.c, to, dirname(folder), name));
      }
    }
    // rolldown asks a library for random numbers that Wine 8 does not have.
    execFileSync(process.execPath, [
      join(repository, 'test/slow/windows/forwarder.js'),
      join(this.c, 'windows/system32/bcryptprimitives.dll'),
      ...['bcryptprimitives.dll', 'ProcessPrng', 'advapi32.SystemFunction036'],
    ]);
    return null;
  }

  close(): void {
    try {
      execFileSync('wineserver', ['-k'], { env: environment(this.path), stdio: 'ignore' });
    } catch {
      // Nothing runs any more.
    }
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface RunOptions {
  /** Below drive C:. */
  cwd?: string;
  env?: Record<string, string>;
  /** Milliseconds. */
  timeout?: number;
}

interface WineEnded {
  status: number | null;
  output: string;
}

/** Large packages that tests do not load. */
const notForVitest =
  /^(?:\..*|typescript.*|@typescript|@biomejs|assemblyscript|binaryen|publint|@arethetypeswrong)$/;

/** Parts of vitest for Windows, and the package that each belongs to. */
const nativeParts: readonly [string, string][] = [
  ['@rolldown/binding-win32-x64-msvc', 'rolldown'],
  ['lightningcss-win32-x64-msvc', 'lightningcss'],
];

/** Where a package lies that vitest uses: several packages may have one of their own. */
function foldersOf(name: string): string[] {
  const require = createRequire(join(repository, 'node_modules/vitest/package.json'));
  const vite = dirname(require.resolve('vite/package.json'));
  const places = [join(repository, 'node_modules'), join(vite, 'node_modules')];
  return places
    .map((place) => join(place, name))
    .filter((path) => existsSync(join(path, 'package.json')))
    .map((path) => path.slice(repository.length + 1));
}
