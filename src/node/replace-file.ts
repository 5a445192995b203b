import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  renameSync,
  unlinkSync,
  utimesSync,
} from 'node:fs';
import { isBusy, withPatience } from './busy.js';

/**
 * Puts a file in the place of another one, in one step wherever the system allows it.
 *
 * Windows does not rename over a file that somebody has open, though it lets one be renamed away: then the old file is
 * renamed to `aside` first, and is renamed back if the new one cannot be put in its place.
 */
export function replaceFile(from: string, to: string, aside: string): void {
  withPatience(() => {
    try {
      renameSync(from, to);
    } catch (error) {
      // Moving the old file away does not help if only the new file is held, or nothing is replaced.
      if (!isBusy(error) || !existsSync(from) || !existsSync(to)) throw error;
      makeWritable(to);
      renameSync(to, aside);
      try {
        renameSync(from, to);
      } catch (second) {
        renameSync(aside, to);
        throw second;
      }
    }
  });
}

/** Windows refuses to replace a read-only file; elsewhere the folder's permissions decide. */
function makeWritable(path: string): void {
  if (process.platform === 'win32') chmodSync(path, 0o666);
}

/**
 * Puts a file where none is, and fails with `EEXIST` where one has appeared meanwhile. On disks without hard links, a
 * file that appears between the check and the rename is replaced.
 */
export function placeNewFile(from: string, to: string): void {
  if (!withPatience(() => tryLink(from, to))) {
    if (lstatSync(to, { throwIfNoEntry: false })) {
      throw Object.assign(new Error('file already exists'), { code: 'EEXIST' });
    }
    withPatience(() => renameSync(from, to));
    return;
  }
  // Hard links share their attributes on Windows: the second name goes before the file becomes read-only.
  withPatience(() => unlinkSync(from));
}

/**
 * Keeps a file under a second name, on the same disk: as a hard link, or as a copy where the disk has none. A copy is
 * written as `part` first, so that the file `kept` is always complete.
 */
export function keepFile(path: string, kept: string, part: string): void {
  withPatience(() => {
    if (tryLink(path, kept)) return;
    copyFileSync(path, part);
    // Windows copies the attribute too, and does not change the times of a read-only file.
    makeWritable(part);
    const { atime, mtime } = lstatSync(path);
    utimesSync(part, atime, mtime);
    renameSync(part, kept);
  });
}

/** False where the disk has no hard links. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (!isWithoutLinks(error)) throw error;
    return false;
  }
}

/** Errors of disks without hard links, of network disks, and of Linux for files of other users. */
const withoutLinks = new Set([
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
  'EISDIR',
  'UNKNOWN',
]);

function isWithoutLinks(error: unknown): boolean {
  return withoutLinks.has((error as NodeJS.ErrnoException)?.code ?? '');
}
