import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve, sep } from 'node:path';
import { Broken } from './target.js';

/** Which arguments of a function of `node:fs` name something that it changes. */
const changing: Readonly<Record<string, readonly number[]>> = {
  appendFile: [0],
  chmod: [0],
  chown: [0],
  copyFile: [1],
  cp: [1],
  lchown: [0],
  link: [1],
  lutimes: [0],
  mkdir: [0],
  mkdtemp: [0],
  rename: [0, 1],
  rm: [0],
  rmdir: [0],
  symlink: [1],
  truncate: [0],
  unlink: [0],
  utimes: [0],
  writeFile: [0],
};

/** Linux: what is named relative to an open folder, by the folder's own path. */
function throughDescriptor(path: string): string {
  const match = /^\/proc\/self\/fd\/(\d+)(?=\/|$)/.exec(path);
  if (!match) return path;
  return resolve(fs.readlinkSync(match[0]), `.${path.slice(match[0].length)}`);
}

type AnyFunction = (...args: unknown[]) => unknown;

/**
 * Refuses every change of the disk outside one folder, before it is made, and remembers it: a package under test must
 * not be able to write elsewhere, neither as a finding nor on the machine that looks for it.
 */
export class WriteGuard {
  readonly #root: string;
  #outside: string[] = [];
  #isActive = false;

  constructor(root: string) {
    this.#root = resolve(root);
    for (const [name, places] of Object.entries(changing)) {
      this.#wrap(fs, name, places, false);
      this.#wrap(fs, `${name}Sync`, places, false);
      this.#wrap(fs.promises, name, places, true);
    }
    for (const name of ['open', 'openSync', 'createWriteStream']) this.#wrap(fs, name, [0], false);
    this.#wrap(fs.promises, 'open', [0], true);
    // Named imports of `node:fs` that were bound before now see the functions above.
    syncBuiltinESMExports();
  }

  /** Throws {@link Broken} where `body` tried to change anything outside, whatever it made of the refusal. */
  async watch(body: () => void | Promise<void>): Promise<void> {
    this.#outside = [];
    this.#isActive = true;
    let thrown: { error: unknown } | null = null;
    try {
      await body();
    } catch (error) {
      thrown = { error };
    }
    this.#isActive = false;
    if (this.#outside.length > 0) {
      throw new Broken('escape', `tried to change ${this.#outside.slice(0, 3).join(', ')}`);
    }
    if (thrown) throw thrown.error;
  }

  #wrap(owner: object, name: string, places: readonly number[], isLater: boolean): void {
    const functions = owner as Record<string, AnyFunction | undefined>;
    const real = functions[name];
    if (!real) return;
    functions[name] = (...args: unknown[]): unknown => {
      const refused = this.#isActive ? this.#refuse(name, places, args) : null;
      if (refused && isLater) return Promise.reject(refused);
      if (refused) throw refused;
      return real.apply(owner, args);
    };
  }

  #refuse(name: string, places: readonly number[], args: readonly unknown[]): Error | null {
    if (/^open/.test(name) && isReading(args[1])) return null;
    for (const place of places) {
      const given = args[place];
      if (typeof given !== 'string' && !(given instanceof URL) && !Buffer.isBuffer(given)) continue;
      const path = throughDescriptor(resolve(given instanceof URL ? given.pathname : String(given)));
      if (path === this.#root || path.startsWith(this.#root + sep)) continue;
      this.#outside.push(`${path.slice(0, 200)} (${name})`);
      return Object.assign(new Error(`EACCES: outside the folder of the fuzzer: ${path}`), {
        code: 'EACCES',
        path,
      });
    }
    return null;
  }
}

function isReading(flags: unknown): boolean {
  if (typeof flags === 'number') {
    const { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC } = fs.constants;
    return (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) === 0;
  }
  return flags === undefined || flags === 'r' || flags === 'rs' || typeof flags === 'function';
}
