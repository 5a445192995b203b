import { readdirSync } from 'node:fs';

/** Prefix of the names that the product gives to its own files in an output folder. */
const PREFIX = '.hotfixkit-';

/**
 * A new id for a run: 12 hexadecimal digits. It tells runs apart and is no secret, since what is named for it is only ever
 * created anew; and `node:crypto` takes as long to load as a small package to open.
 */
export function newRunId(): string {
  return Math.floor(Math.random() * 2 ** 48)
    .toString(16)
    .padStart(12, '0');
}

/** Name of the staging folder of the run `id`, which also holds its journal. */
export function stagingName(id: string): string {
  return `${PREFIX}${id}`;
}

/** Name of the lock file of the run `id`. */
export function lockName(id: string): string {
  return `${PREFIX}${id}.lock`;
}

/** Name under which the lock file is written before it is renamed, so that a lock never exists without its content. */
export function newLockName(id: string): string {
  return `${PREFIX}${id}.new`;
}

/** The id of the run that a name belongs to; null for any other name. */
export function runOfName(name: string): { id: string; isLock: boolean } | null {
  const match = /^\.hotfixkit-([0-9a-f]{12})(\.lock|\.new)?$/.exec(name);
  return match ? { id: match[1]!, isLock: match[2] === '.lock' } : null;
}

/**
 * Whether a name in an output folder is one of the product's own: the staging folder or the lock of a run that is at
 * work or was killed. They are never treated as content.
 */
export function isLeftoverName(name: string): boolean {
  return runOfName(name) !== null;
}

/** Whether a run is at work in a folder or was killed there. False for a folder that cannot be listed. */
export function hasLeftovers(folder: string): boolean {
  try {
    return readdirSync(folder).some(isLeftoverName);
  } catch {
    return false;
  }
}
