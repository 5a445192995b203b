import { statSync } from 'node:fs';

/** A command-line path: a file or folder on disk, and members inside it. */
export interface PackagePathParts {
  path: string;
  /** Names or patterns of members, each inside the previous one; an empty one means the container itself. */
  inside: string[];
}

/**
 * Splits `outer.exe!inner.msi`: the longest beginning that exists on disk is the file, so that names may contain `!`.
 */
export function splitPackagePath(given: string): PackagePathParts {
  if (!given.includes('!') || exists(given)) return { path: given, inside: [] };
  const parts = given.split('!');
  for (let count = parts.length - 1; count > 0; count--) {
    const path = parts.slice(0, count).join('!');
    if (path !== '' && exists(path)) return { path, inside: parts.slice(count) };
  }
  return { path: given, inside: [] };
}

function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
