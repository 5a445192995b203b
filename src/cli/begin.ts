import { join } from 'node:path';
import { compileFunction, Script } from 'node:vm';
import { version } from '../core/version.js';
import { type CachedCode, CodeCache } from './code-cache.js';
import { directOutput, isReaderGone } from './direct-output.js';
import { statusWithoutReader } from './exit-status.js';

/** The built program, however it is stored. */
export interface BuiltProgram {
  /** The folder that its files are in. */
  folder: string;
  /** The text of one, by its path from there. */
  read: (path: string) => string;
  /** A module of Node. */
  builtin: (id: string) => unknown;
  /** The text of `pack.cjs`, which is ASCII: all modules that a usual run needs, as `scripts/build.js` puts them together. */
  readPack: () => string;
}

/** A run that may be cut off waits here for that, if its time is nearly over: a module half loaded would stay so. */
function beforeLoading(): void {
  (globalThis as { __hotfixkitLoading?: () => void }).__hotfixkitLoading?.();
}

type ModuleBody = (
  exports: object,
  require: (id: string) => unknown,
  module: { exports: object },
  filename: string,
  folder: string,
) => void;

const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];
/** Digits of the digest that a pack begins with, in a comment. */
const ID = 16;
/** What a command line that cannot be understood ends with. */
const USAGE = 2;

/**
 * Runs one command line; returns the exit status. Compiling takes as long as many a command, so the compiled code is kept
 * for the next start. Where it cannot be, modules are compiled one by one, when they are needed.
 */
export async function begin(argv: readonly string[], built: BuiltProgram): Promise<number> {
  if (argv.length === 1 && argv[0] === '--version') return printVersion();
  const folder = cacheFolder();
  const pack = folder === null ? null : Pack.open(folder, argv, built);
  const { run } = new Modules(built, pack).load('run.cjs') as Pick<typeof import('./run.js'), 'run'>;
  const status = await run(argv);
  if (status !== USAGE) pack?.keep();
  return status;
}

/** The answer that needs nothing else of the program. */
function printVersion(): number {
  let closed: number | null = null;
  const output = directOutput(1, (error) => {
    closed = isReaderGone(error) ? 0 : 4;
  });
  output.write(`${version}\n`);
  return statusWithoutReader(0, closed);
}

/** The user's own folder for what can be made again: what lies in a folder for all may come from somebody else. */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const { HOME, LOCALAPPDATA, XDG_CACHE_HOME, NODE_DISABLE_COMPILE_CACHE } = env;
  if (NODE_DISABLE_COMPILE_CACHE) return null;
  const inHome = HOME ? join(HOME, platform === 'darwin' ? 'Library/Caches' : '.cache') : null;
  const parent = (platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME || inHome) || null;
  return parent && join(parent, 'hotfixkit');
}

/** The modules of the program, each loaded when it is required first. */
class Modules {
  readonly #built: BuiltProgram;
  readonly #pack: Pack | null;
  readonly #loaded = new Map<string, { exports: object }>();
  readonly #builtins = new Set<string>();

  constructor(built: BuiltProgram, pack: Pack | null) {
    this.#built = built;
    this.#pack = pack;
  }

  load(path: string): object {
    const known = this.#loaded.get(path);
    if (known) return known.exports;
    beforeLoading();
    const module = { exports: {} };
    this.#loaded.set(path, module);
    if (path.endsWith('.json')) {
      module.exports = JSON.parse(this.#built.read(path)) as object;
      return module.exports;
    }
    const { folder } = this.#built;
    const filename = join(folder, path);
    const body = this.#pack?.take(path) ?? this.#compiled(path, filename);
    body(module.exports, this.#require, module, filename, folder);
    return module.exports;
  }

  readonly #require = (id: string): unknown =>
    id.startsWith('.') ? this.load(id.replace(/^\.\//, '')) : this.#builtin(id);

  #builtin(id: string): unknown {
    if (!this.#builtins.has(id)) {
      beforeLoading();
      this.#builtins.add(id);
    }
    return this.#built.builtin(id);
  }

  #compiled(path: string, filename: string): ModuleBody {
    return compileFunction(this.#built.read(path), parameters, { filename }) as ModuleBody;
  }
}

/** Many modules in one text, with the code that V8 makes of them. */
class Pack {
  readonly #cache: CodeCache;
  readonly #script: Script;
  readonly #bodies: Readonly<Record<string, ModuleBody>>;
  readonly #taken = new Set<string>();
  /** The modules whose code was kept before. */
  readonly #kept: ReadonlySet<string>;

  /** Null where nothing can be kept: then compiling all modules together only takes longer. */
  static open(folder: string, [command = '']: readonly string[], built: BuiltProgram): Pack | null {
    const source = built.readPack();
    const id = source.slice(2, 2 + ID);
    // Each command has its own code, since all of it is read.
    const name = /^[a-z]{1,20}$/.test(command) ? command : 'other';
    const cache = CodeCache.in(folder, `${process.version}-${process.arch}-${id}-${name}`);
    const cached = cache?.read() ?? null;
    if (!cache || !(cached || cache.canWrite())) return null;
    return new Pack(source, join(built.folder, 'pack.cjs'), cache, cached);
  }

  private constructor(source: string, filename: string, cache: CodeCache, cached: CachedCode | null) {
    this.#cache = cache;
    this.#script = new Script(source, cached ? { filename, cachedData: cached.code } : { filename });
    // V8 refuses what another version of it made, or one with other flags.
    this.#kept = new Set(this.#script.cachedDataRejected ? [] : cached?.modules);
    this.#bodies = this.#script.runInThisContext();
  }

  /** Null for a module that is not among these. */
  take(name: string): ModuleBody | null {
    const body = this.#bodies[name];
    if (body) this.#taken.add(name);
    return body ?? null;
  }

  /** Keeps the code for the next start, if this one needed more than was kept. */
  keep(): void {
    const taken = [...this.#taken];
    if (taken.every((name) => this.#kept.has(name))) return;
    this.#cache.write({
      code: this.#script.createCachedData(),
      modules: [...new Set([...this.#kept, ...taken])],
    });
  }
}
