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

/** A path that leads through a file, or that may not be looked at, is as good as none: whoever writes there is told. */
function statOrNone(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
