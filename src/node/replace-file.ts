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
 * Windows does not rename over a file that somebody has open, though it lets one be renamed away: then the old file
 * goes to `aside` first, and comes back if the new one cannot take its place.
 */
export function replaceFile(from: string, to: string, aside: string): void {
  withPatience(() => {
    try {
      renameSync(from, to);
    } catch (error) {
      // Where only the new file is held, or nothing is replaced, moving the old one away helps nothing.
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

/** Windows refuses to replace what is read-only; elsewhere that is a matter of the folder. */
function makeWritable(path: string): void {
  if (process.platform === 'win32') chmodSync(path, 0o666);
}

/**
 * Puts a file where none is, and fails with `EEXIST` where one has appeared meanwhile. On disks that know no hard links
 * a file that appears between the last look and the rename is replaced.
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
 * Keeps a file under a second name, on the same disk: as a hard link, or as a copy where the disk knows none. A copy is
 * written as `part` first, so that what is called `kept` is whole.
 */
export function keepFile(path: string, kept: string, part: string): void {
  withPatience(() => {
    if (tryLink(path, kept)) return;
    copyFileSync(path, part);
    // Windows copies the attribute too, and gives no other times to what is read-only.
    makeWritable(part);
    const { atime, mtime } = lstatSync(path);
    utimesSync(part, atime, mtime);
    renameSync(part, kept);
  });
}

/** False where the disk knows no hard links. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (!isWithoutLinks(error)) throw error;
    return false;
  }
}

/** What disks without hard links answer, what network disks do, and Linux for the files of others. */
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
