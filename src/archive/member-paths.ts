import { HotfixkitError, shortened, type Warning } from '../core/errors.js';
import { checkPathLimits } from '../core/path-limits.js';
import { type PathNode, PathTree } from '../core/path-tree.js';
import { isPlainName, isReservedName, nameOnWindows } from '../core/safe-path.js';
import { lastPartAt, SafePaths } from '../core/safe-paths.js';

export interface MemberPaths {
  /** One for each name, in the same order. */
  paths: string[];
  /** The file name of each that got another one, without the number, and of each that is another one on Windows; else null. */
  statedNames: (string | null)[];
  warnings: Warning[];
}

/**
 * Converts the names of a container to portable paths. A name that leaves its folder, is absolute or
 * names a device, a duplicate name, and a file where another name needs a folder, throw
 * `CONTAINER_UNSAFE_NAME`, `CONTAINER_DUPLICATE_NAME`, unless `rename` is given. Characters that some systems refuse
 * are replaced, with a warning.
 *
 * Throws `PATH_UNSAFE` for a name that is too long or too deep to be used, and for more folders than any package
 * has. Takes time linear in the length of the names.
 */
export function memberPaths(names: readonly string[], rename: boolean): MemberPaths {
  const warnings: Warning[] = [];
  const placing = new Placing(rename);
  const statedNames: (string | null)[] = [];
  const paths = names.map((name) => {
    checkPathLimits(name);
    const at = lastPartAt(name);
    const problem = placing.problemOf(name, at);
    if (problem !== null && !rename) {
      throw new HotfixkitError('CONTAINER_UNSAFE_NAME', `${problem}; --rename-unsafe opens it anyway`, {
        entry: shortened(name),
      });
    }
    const safe = placing.safe.of(name);
    if (safe.warning) warnings.push(safe.warning);
    const path = placing.place(name, safe.path);
    const last = name.slice(at);
    if (nameOnWindows(last) !== null) statedNames.push(last);
    else statedNames.push(path === safe.path ? null : safe.path.slice(safe.path.lastIndexOf('/') + 1));
    if (path !== safe.path) {
      warnings.push({ code: 'PATH_RENAMED', message: `written as ${JSON.stringify(path)}`, entry: name });
    }
    return path;
  });
  return { paths, statedNames, warnings };
}

/** A folder that files have been put in. */
interface PlacedFolder {
  node: PathNode<string>;
  /** Its path with a trailing `/`, with numbers in parts that were taken; empty for the outermost folder. */
  prefix: string;
}

/** Assigns paths to the names of a container. Each folder is checked once for all names in it. */
class Placing {
  readonly safe = new SafePaths();
  readonly #rename: boolean;
  /** The files by their paths, with their names in the container. */
  readonly #tree = new PathTree<string>();
  /** The last number tried for a name, so that equal names do not take quadratic time. */
  readonly #numbers = new Map<PathNode<string>, number>();
  /** The folder that is used for members below a path that is a file. */
  readonly #stands = new Map<PathNode<string>, string>();
  /** The problems of folders, by their names in the container. */
  readonly #problems = new Map<string, string | null>();
  /** Folders by safe path. No later file replaces a folder. */
  readonly #folders: Map<string, PlacedFolder>;

  constructor(rename: boolean) {
    this.#rename = rename;
    this.#folders = new Map([['', { node: this.#tree.root, prefix: '' }]]);
  }

  /** The problem of a name whose last part begins at `at`. */
  problemOf(name: string, at: number): string | null {
    const last = at === 0 ? name : name.slice(at);
    const own = isPlainName(last) ? null : problemIn([last]);
    if (at === 0) return problemAtStart(name) ?? own;
    const folder = name.slice(0, at);
    let problem = this.#problems.get(folder);
    if (problem === undefined) {
      problem = problemAtStart(folder) ?? problemIn(folder.split(/[\\/]/));
      this.#problems.set(folder, problem);
    }
    return problem ?? own;
  }

  /** Assigns a safe path to a file; returns the path, with numbers in parts that were taken. */
  place(name: string, path: string): string {
    const at = path.lastIndexOf('/') + 1;
    const { node, prefix } = this.#folder(name, path.slice(0, at));
    const part = path.slice(at);
    const there = this.#tree.enter(node, part);
    // One that was there before is a file or a folder.
    if (there.file === null && !there.isFolder) {
      there.file = name;
      return prefix + part;
    }
    if (!this.#rename) throw duplicate(name, there.file ?? prefix + part, there.file === null);
    const own = this.#free(node, part, there);
    this.#tree.enter(node, own).file = name;
    return prefix + own;
  }

  #folder(name: string, path: string): PlacedFolder {
    let folder = this.#folders.get(path);
    if (folder === undefined) {
      folder = this.#enter(name, path.slice(0, -1).split('/'));
      this.#folders.set(path, folder);
    }
    return folder;
  }

  #enter(name: string, parts: readonly string[]): PlacedFolder {
    let node = this.#tree.root;
    let prefix = '';
    for (const part of parts) {
      const there = this.#tree.enter(node, part);
      let own = part;
      if (there.file !== null) {
        if (!this.#rename) throw duplicate(name, there.file, true);
        own = this.#stands.get(there) ?? this.#free(node, part, there);
        this.#stands.set(there, own);
      }
      prefix += `${own}/`;
      node = this.#tree.enter(node, own);
    }
    return { node, prefix };
  }

  /** `b (2).txt`, or the next free number. */
  #free(parent: PathNode<string>, part: string, taken: PathNode<string>): string {
    for (let number = this.#numbers.get(taken) ?? 2; ; number++) {
      const own = numbered(part, number);
      if (this.#tree.find(parent, own)) continue;
      this.#numbers.set(taken, number + 1);
      return own;
    }
  }
}

function duplicate(name: string, other: string, isFolder: boolean): HotfixkitError {
  return new HotfixkitError(
    'CONTAINER_DUPLICATE_NAME',
    isFolder
      ? 'a file has the name of a folder that another file needs; --rename-unsafe numbers it'
      : 'two files of the same name; --rename-unsafe numbers them',
    { entry: name, found: other },
  );
}

function problemAtStart(name: string): string | null {
  return /^[\\/]/.test(name) || /^[a-z]:/i.test(name) ? 'an absolute path' : null;
}

function problemIn(parts: readonly string[]): string | null {
  if (parts.includes('..')) return 'a path that leads out of its folder';
  const reserved = parts.find(isReservedName);
  return reserved === undefined ? null : `${reserved} is the name of a device`;
}

function numbered(part: string, count: number): string {
  const dot = part.lastIndexOf('.');
  return dot > 0 ? `${part.slice(0, dot)} (${count})${part.slice(dot)}` : `${part} (${count})`;
}
