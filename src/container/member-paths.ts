import { HotfixkitError, type Warning } from '../errors.js';
import { isReservedName, pathKey, safePath } from '../fs/safe-path.js';

export interface MemberPaths {
  /** One for each name, in the same order. */
  paths: string[];
  warnings: Warning[];
}

/**
 * The names of a container as paths that can be written anywhere. A name that leads out of its folder, that is absolute or
 * belongs to a device, and a second file of the same name, are no accident: `CONTAINER_UNSAFE_NAME`,
 * `CONTAINER_DUPLICATE_NAME`, unless `rename` is given. Characters that only some systems refuse are replaced, with a
 * warning.
 */
export function memberPaths(names: readonly string[], rename: boolean): MemberPaths {
  const warnings: Warning[] = [];
  const taken = new Map<string, string>();
  const folders = new Set<string>();
  const paths = names.map((name) => {
    const problem = problemOf(name);
    if (problem !== null && !rename) {
      throw new HotfixkitError('CONTAINER_UNSAFE_NAME', `${problem}; --rename-unsafe opens it all the same`, {
        entry: name,
      });
    }
    const safe = safePath(name);
    if (safe.warning) warnings.push(safe.warning);
    let { path } = safe;
    for (let i = 2; isTaken(path); i++) {
      if (!rename) {
        throw new HotfixkitError(
          'CONTAINER_DUPLICATE_NAME',
          'two files of the same name; --rename-unsafe numbers them',
          { entry: name, found: taken.get(pathKey(path)) ?? path },
        );
      }
      path = numbered(safe.path, i);
    }
    if (path !== safe.path) {
      warnings.push({ code: 'PATH_RENAMED', message: `written as ${JSON.stringify(path)}`, entry: name });
    }
    taken.set(pathKey(path), name);
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      folders.add(pathKey(path.slice(0, at)));
    }
    return path;
  });
  return { paths, warnings };

  /** By a file of that name, a folder of that name, or a file where a folder is needed. */
  function isTaken(path: string): boolean {
    if (taken.has(pathKey(path)) || folders.has(pathKey(path))) return true;
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      if (taken.has(pathKey(path.slice(0, at)))) return true;
    }
    return false;
  }
}

function problemOf(name: string): string | null {
  const parts = name.split(/[\\/]/);
  if (/^[\\/]/.test(name) || /^[a-z]:/i.test(name)) return 'an absolute path';
  if (parts.includes('..')) return 'a path that leads out of its folder';
  const reserved = parts.find(isReservedName);
  return reserved === undefined ? null : `${reserved} is the name of a device`;
}

function numbered(path: string, count: number): string {
  const dot = path.lastIndexOf('.');
  const slash = path.lastIndexOf('/');
  return dot > slash + 1 ? `${path.slice(0, dot)} (${count})${path.slice(dot)}` : `${path} (${count})`;
}
