import { type BigIntStats, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** Whether two paths name one folder, links and letter case notwithstanding; false where either does not exist. */
export function isSameFolder(a: string, b: string): boolean {
  const one = statOrNone(a);
  const two = statOrNone(b);
  if (!one || !two) return resolve(a) === resolve(b);
  // Inode numbers are 0 on some network disks; the real path decides there.
  if (one.ino !== 0n && two.ino !== 0n) return one.ino === two.ino && one.dev === two.dev;
  return realpathSync.native(a) === realpathSync.native(b);
}

/** A path through a file, or one that may not be examined, counts as missing: writing there will report it. */
function statOrNone(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
