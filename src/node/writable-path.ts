import { accessSync, constants, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { diskError } from './disk-error.js';
import { refuseUnreachable } from './reachable-path.js';
import { withoutPrefix } from './windows-prefix.js';

const WHAT = 'nothing can be written here';

/**
 * Refuses a path of a file that evidently cannot be written, before any work is done: a part of it is a file, the folder or the
 * file may not be written. Folders that are not there yet are made later. Throws `FILE_WRITE` and `PATH_UNREACHABLE`.
 */
export function refuseUnwritable(path: string): void {
  refuseUnreachable(path);
  const full = resolve(withoutPrefix(path));
  try {
    let folder = dirname(full);
    while (!statOf(folder)) folder = dirname(folder);
    // The name in the folder is what is replaced: the folder decides, not the file.
    if (statOf(folder)!.isDirectory()) accessSync(folder, constants.W_OK);
    else throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
  } catch (error) {
    throw diskError(error, 'FILE_WRITE', WHAT, path);
  }
}

/** Null where there is nothing; a file in the way is found at the next folder up. */
function statOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
    throw error;
  }
}
