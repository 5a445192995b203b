import { join } from 'node:path';
import { compileFunction, Script } from 'node:vm';
import { CodeCache, type KeptCode, unpack } from './code-cache.js';

/** The built program, however it is stored. */
export interface BuiltProgram {
  /** Tells this build from others; null where nothing of it is kept. */
  build: string | null;
  /** The folder that its files are in. */
  folder: string;
  /** The text of one, by its path from there. */
  read: (path: string) => string;
  /** A module of Node. */
  builtin: (id: string) => unknown;
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

/** The module that says which build it belongs to. */
const STAMPED = 'begin.cjs';

const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];

/**
 * The modules of the program, each loaded when it is required first. Compiling takes as long as many a command, so the modules that
 * a command has used are kept in one text for its next start, and after that the code that V8 makes of them as well. Where
 * nothing can be kept, they are compiled one by one.
 */
export class ProgramModules {
  readonly #built: BuiltProgram;
  readonly #kept: KeptModules | null;
  readonly #loaded = new Map<string, { exports: object }>();
  readonly #builtins = new Set<string>();

  /**
   * @param name what the code is kept under in `folder`; nothing is kept where that is null
   * @param read what {@link readKept} gave, if it was read already
   */
  constructor(built: BuiltProgram, folder: string | null, name: string, read: Uint8Array | null = null) {
    this.#built = built;
    const cache = cacheFor(built, folder, name);
    this.#kept = cache && KeptModules.open(cache, built, read ?? cache.read());
  }

  /** The exports of a module, by its path in the program. */
  load<Exports extends object>(path: string): Exports {
    return this.#load(path) as Exports;
  }

  /** Keeps for the next start what this one has used, if that is not there yet. */
  keep(): void {
    this.#kept?.keep();
  }

  #load(path: string): object {
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
    const body = this.#kept?.take(path) ?? this.#compiled(path, filename);
    body(module.exports, this.#require, module, filename, folder);
    return module.exports;
  }

  readonly #require = (id: string): unknown =>
    id.startsWith('.') ? this.#load(id.replace(/^\.\//, '')) : this.#builtin(id);

  #builtin(id: string): unknown {
    if (!this.#builtins.has(id)) {
      beforeLoading();
      this.#builtins.add(id);
    }
    return this.#built.builtin(id);
  }

  #compiled(path: string, filename: string): ModuleBody {
    const text = this.#built.read(path);
    this.#kept?.add(path, text);
    return compileFunction(text, parameters, { filename }) as ModuleBody;
  }
}

/** The code that is kept under a name, for another thread to begin with; null if there is none. */
export function readKept(built: BuiltProgram, folder: string | null, name: string): Uint8Array | null {
  return cacheFor(built, folder, name)?.read() ?? null;
}

/** Null where nothing can be kept. */
function cacheFor({ build }: BuiltProgram, folder: string | null, name: string): CodeCache | null {
  if (folder === null || build === null) return null;
  return CodeCache.in(folder, `${process.version}-${process.arch}-${build}-${name}`);
}

/** The modules that a command has used before, in one text, with the code that V8 makes of them. */
class KeptModules {
  readonly #built: BuiltProgram;
  readonly #cache: CodeCache;
  readonly #source: string;
  readonly #script: Script | null;
  readonly #bodies: Readonly<Record<string, ModuleBody>>;
  readonly #names: ReadonlySet<string>;
  readonly #hasCode: boolean;
  /** The texts of modules that are not among these, and were read. */
  readonly #added = new Map<string, string>();

  /** Null where nothing can be kept. */
  static open(cache: CodeCache, built: BuiltProgram, kept: Uint8Array | null): KeptModules | null {
    try {
      if (kept) return new KeptModules(built, cache, unpack(kept));
    } catch {
      // What is no script of this build is replaced.
    }
    return cache.canWrite() ? new KeptModules(built, cache, null) : null;
  }

  private constructor(built: BuiltProgram, cache: CodeCache, kept: KeptCode | null) {
    this.#built = built;
    this.#cache = cache;
    this.#names = new Set(kept?.modules);
    this.#source = kept?.source ?? '';
    const cachedData = kept?.code ?? undefined;
    const filename = join(built.folder, 'kept.cjs');
    this.#script = kept && new Script(kept.source, cachedData ? { filename, cachedData } : { filename });
    // V8 refuses what another version of it made, or one with other flags.
    this.#hasCode = cachedData !== undefined && !this.#script?.cachedDataRejected;
    this.#bodies = this.#script?.runInThisContext() ?? {};
  }

  /** Null for a module that is not among these. */
  take(name: string): ModuleBody | null {
    return this.#bodies[name] ?? null;
  }

  /** Takes a module among these for the next start. */
  add(name: string, text: string): void {
    this.#added.set(name, text);
  }

  /** Keeps the modules if this start needed more of them, and otherwise their code: V8 gives it for what has run in one text. */
  keep(): void {
    if (this.#added.size > 0) {
      // What was read after another build took the place of this one may be of that build.
      if (!this.#isInPlace()) return;
      const modules = [...this.#names, ...this.#added.keys()].sort();
      this.#cache.write({ source: this.#textOf(modules), code: null, modules });
    } else if (!this.#hasCode && this.#script) {
      const code = this.#script.createCachedData();
      this.#cache.write({ source: this.#source, code, modules: [...this.#names] });
    }
  }

  /** Whether the program is still the one that was begun: an upgrade may have replaced or removed it meanwhile. */
  #isInPlace(): boolean {
    const { build, read } = this.#built;
    try {
      return build !== null && read(STAMPED).includes(build);
    } catch {
      return false;
    }
  }

  /** An object with a function for each module. ASCII takes half the memory of other text. */
  #textOf(modules: readonly string[]): string {
    const bodies = modules.map((name) => `${JSON.stringify(name)}:${this.#bodyOf(name)}`);
    return `({${bodies.join(',\n')}})`.replace(
      /[^\0-\x7f]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  }

  #bodyOf(name: string): string {
    const added = this.#added.get(name);
    // A function gives the text that it was made of.
    return added === undefined ? `${this.#bodies[name]}` : `function(${parameters.join()}){${added}\n}`;
  }
}
