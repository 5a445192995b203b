import { HotfixkitError, shortened, type Warning } from '../core/errors.js';
import { checkPathLimits } from '../core/path-limits.js';
import { type PathNode, PathTree } from '../core/path-tree.js';
import { isPlainName, isReservedName, safePath } from '../core/safe-path.js';

export interface MemberPaths {
  /** One for each name, in the same order. */
  paths: string[];
  warnings: Warning[];
}

/**
 * The names of a container as paths that can be written anywhere. A name that leads out of its folder, that is absolute or
 * belongs to a device, a second file of the same name, and a file where another name needs a folder, are no accident:
 * `CONTAINER_UNSAFE_NAME`, `CONTAINER_DUPLICATE_NAME`, unless `rename` is given. Characters that only some systems refuse
 * are replaced, with a warning.
 *
 * Throws `PATH_UNSAFE` for a name that is longer or deeper than any that can be used; the time that this takes grows with
 * the length of the names alone.
 */
export function memberPaths(names: readonly string[], rename: boolean): MemberPaths {
  const warnings: Warning[] = [];
  const placing: Placing = { tree: new PathTree(), numbers: new Map(), folders: new Map() };
  const paths = names.map((name) => {
    checkPathLimits(name);
    const problem = problemOf(name);
    if (problem !== null && !rename) {
      throw new HotfixkitError('CONTAINER_UNSAFE_NAME', `${problem}; --rename-unsafe opens it anyway`, {
        entry: shortened(name),
      });
    }
    const safe = safePath(name);
    if (safe.warning) warnings.push(safe.warning);
    const path = place(placing, name, safe.path.split('/'), rename).join('/');
    if (path !== safe.path) {
      warnings.push({ code: 'PATH_RENAMED', message: `written as ${JSON.stringify(path)}`, entry: name });
    }
    return path;
  });
  return { paths, warnings };
}

interface Placing {
  /** The files by their paths, with their names in the container. */
  tree: PathTree<string>;
  /** How far the numbers for a name have been tried, so that a thousand equal names are not tried a million times. */
  numbers: Map<PathNode<string>, number>;
  /** The folder that takes the place of a file for what would lie in it. */
  folders: Map<PathNode<string>, string>;
}

/** Puts a file into the tree; its parts, of which those that were taken have numbers. */
function place(placing: Placing, name: string, parts: readonly string[], rename: boolean): string[] {
  const { tree, folders } = placing;
  const placed: string[] = [];
  let node = tree.root;
  const last = parts.length - 1;
  for (const part of parts.slice(0, last)) {
    const there = tree.enter(node, part);
    let own = part;
    if (there.file !== null) {
      if (!rename) throw duplicate(name, there.file, true);
      own = folders.get(there) ?? free(placing, node, part, there);
      folders.set(there, own);
    }
    placed.push(own);
    node = tree.enter(node, own);
  }
  const part = parts[last]!;
  const there = tree.find(node, part);
  let own = part;
  if (there) {
    if (!rename) throw duplicate(name, there.file ?? [...placed, part].join('/'), there.file === null);
    own = free(placing, node, part, there);
  }
  tree.enter(node, own).file = name;
  return [...placed, own];
}

/** `b (2).txt`, or the next free number. */
function free(
  { tree, numbers }: Placing,
  parent: PathNode<string>,
  part: string,
  taken: PathNode<string>,
): string {
  for (let number = numbers.get(taken) ?? 2; ; number++) {
    const own = numbered(part, number);
    if (tree.find(parent, own)) continue;
    numbers.set(taken, number + 1);
    return own;
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

function problemOf(name: string): string | null {
  if (isPlainName(name)) return null;
  const parts = name.split(/[\\/]/);
  if (/^[\\/]/.test(name) || /^[a-z]:/i.test(name)) return 'an absolute path';
  if (parts.includes('..')) return 'a path that leads out of its folder';
  const reserved = parts.find(isReservedName);
  return reserved === undefined ? null : `${reserved} is the name of a device`;
}

function numbered(part: string, count: number): string {
  const dot = part.lastIndexOf('.');
  return dot > 0 ? `${part.slice(0, dot)} (${count})${part.slice(dot)}` : `${part} (${count})`;
}
