import { type BigIntStats, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { pathKey } from '../core/safe-path.js';
import { fileKey, wayBelow } from './file-key.js';
import { missingFolders } from './missing-folders.js';
import { withoutPrefix } from './windows-prefix.js';

/**
 * Whether two paths lead to one folder, also through links or in other letter case. Paths that do not exist are
 * compared as text.
 */
export function isSameFolder(a: string, b: string): boolean {
  const one = statOrNone(a);
  const two = statOrNone(b);
  if (!one || !two) return fileKey(a) === fileKey(b);
  // Inode numbers are 0 on some network disks; then the real path decides.
  if (one.ino !== 0n && two.ino !== 0n) return one.ino === two.ino && one.dev === two.dev;
  return realpathSync.native(withoutPrefix(a)) === realpathSync.native(withoutPrefix(b));
}

/**
 * A text that is the same for all paths of one folder, whether they differ in spelling or lead through links. The folder
 * need not exist.
 */
export function folderKey(folder: string): string {
  const path = resolve(withoutPrefix(folder));
  const missing = missingFolders(path);
  const there = missing.length === 0 ? path : dirname(missing[0]!);
  let real = path;
  try {
    real = join(realpathSync.native(there), relative(there, path));
  } catch {
    // Writing there will report what is wrong with it.
  }
  return process.platform === 'win32' ? pathKey(real) : real;
}

/**
 * {@link wayBelow}, also where one of the two is another path of the folder: through a link or a junction, by a short name
 * (`PROGRA~1`), on another drive that stands for it. Links below the folder are not followed.
 */
export function wayInto(folder: string, path: string): string | null {
  const way = wayBelow(folder, path);
  if (way !== null) return way;
  const plain = withoutPrefix(path);
  if (!isAbsolute(plain)) return null;
  const key = folderKey(folder);
  const names: string[] = [];
  for (let at = resolve(plain); folderKey(at) !== key; at = dirname(at)) {
    if (dirname(at) === at) return null;
    names.unshift(basename(at));
  }
  return names.join('/');
}

/** A path through a file, or one that may not be examined, counts as missing: writing there will report it. */
function statOrNone(path: string): BigIntStats | undefined {
  try {
    return statSync(withoutPrefix(path), { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
