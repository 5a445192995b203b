import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HotfixkitError } from '../core/errors.js';
import { withoutTail } from '../core/text-scan.js';
import { withPatience } from './busy.js';
import { diskError } from './disk-error.js';
import { lockName, newLockName, runOfName } from './leftovers.js';
import { steadyNow } from './turns.js';
import { quotedPath } from './user-path.js';

/** How long a run waits for another one that writes in the same folder, in milliseconds. */
const LOCK_WAIT = 20_000;

/** Larger files are not locks. */
const LIMIT = 4096;

/** Who holds a lock. */
export interface LockOwner {
  /** Process number on its host. */
  pid: number;
  host: string;
  /** When that process started, as the system states it; empty where unknown. */
  process: string;
  /** ISO 8601, UTC. */
  since: string;
  /** A run that replaces one file only, for which others need not wait. */
  single: boolean;
}

/** Which locks count as locks of dead runs, besides those of processes that have ended. */
export interface DeadRuns {
  /** Every run of this process: the thread that they ran in has been ended. */
  ownProcess?: boolean;
  /** Every run: the user says that no run is at work there. */
  all?: boolean;
}

/** How long to wait for another run that writes in the same folder. */
export interface LockOptions {
  signal?: AbortSignal | undefined;
  /** Milliseconds to wait for others; default 20,000. */
  wait?: number | undefined;
  dead?: DeadRuns | undefined;
}

/**
 * Lets one run at a time write in a folder.
 *
 * A run creates a lock file of its own, then looks for others. Of two runs that begin at once, at least one sees the
 * other, removes its lock and tries again. The lock file names the process, so that the lock of a killed run blocks
 * nothing. Processes on another host cannot be examined, so their locks count until they are removed.
 */
export class FolderLock {
  readonly folder: string;
  readonly id: string;
  #isHeld = true;

  private constructor(folder: string, id: string) {
    this.folder = folder;
    this.id = id;
  }

  /**
   * Waits until no other run writes in `folder`, which must exist. Throws `FOLDER_BUSY` when the others take too long,
   * `ABORTED`, and what the disk throws.
   */
  static async acquire(folder: string, id: string, options: LockOptions = {}): Promise<FolderLock> {
    const end = steadyNow() + (options.wait ?? LOCK_WAIT);
    const inTheWay = () => liveLocks(folder, id, options.dead).filter(({ owner }) => owner?.single !== true);
    for (;;) {
      let others = inTheWay();
      if (others.length === 0) {
        writeLock(folder, id, false);
        others = inTheWay();
        if (others.length === 0) return new FolderLock(folder, id);
        removeLock(folder, id);
      }
      if (steadyNow() >= end) throw busyError(folder, others[0]!.owner);
      // A random wait keeps two runs from retrying at the same time.
      await sleep(40 + Math.random() * 120);
      if (options.signal?.aborted) throw new HotfixkitError('ABORTED', 'interrupted; nothing was changed');
    }
  }

  /** Announces a run that replaces one file in `folder`. It does not wait for others, because it is one rename. */
  static announce(folder: string, id: string): FolderLock {
    writeLock(folder, id, true);
    return new FolderLock(folder, id);
  }

  /** Never throws: a lock that cannot be removed counts as the lock of a dead run as soon as this process ends. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    try {
      removeLock(this.folder, this.id);
    } catch {
      // The next run takes it for what it is.
    }
  }
}

/** The ids of runs that left something in a folder and are no longer at work. */
export function deadRuns(folder: string, own: string, dead?: DeadRuns): string[] {
  const ids = new Set<string>();
  for (const name of namesIn(folder)) {
    const run = runOfName(name);
    if (run && run.id !== own) ids.add(run.id);
  }
  const live = new Set(liveLocks(folder, own, dead).map(({ id }) => id));
  return [...ids].filter((id) => !live.has(id)).sort();
}

/**
 * Removes the lock of a run that is dead. Other files stay: throws `FILE_WRITE`. A run that is just beginning is left
 * alone: its lock has only now got its final name.
 */
export function removeDeadLock(folder: string, id: string, dead: DeadRuns = {}): void {
  for (const name of [lockName(id), newLockName(id)]) {
    const lock = readLock(folder, name);
    if (lock === 'foreign') {
      throw new HotfixkitError('FILE_WRITE', 'a file has the name of a lock of hotfixkit; move it away', {
        file: join(folder, name),
      });
    }
    if (lock === 'none' || (typeof lock === 'object' && lock && !dead.all && isAtWork(lock, dead))) continue;
    removeIfThere(join(folder, name));
  }
}

/** Removes the lock of a run of this process, and the file that it was written as. */
function removeLock(folder: string, id: string): void {
  for (const name of [newLockName(id), lockName(id)]) removeIfThere(join(folder, name));
}

function removeIfThere(path: string): void {
  try {
    withPatience(() => unlinkSync(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function writeLock(folder: string, id: string, single: boolean): void {
  const owner: LockOwner = {
    pid: process.pid,
    host: hostname(),
    process: processStart(process.pid),
    since: new Date().toISOString(),
    single,
  };
  for (let tries = 0; ; tries++) {
    try {
      const made = join(folder, newLockName(id));
      writeFileSync(made, JSON.stringify(owner), { flag: 'wx' });
      withPatience(() => renameSync(made, join(folder, lockName(id))));
      return;
    } catch (error) {
      // Another run that failed may have removed the folder that both needed.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' && tries < 10 && makeAgain(folder)) continue;
      try {
        removeLock(folder, id);
      } catch {
        // The first error says what is wrong.
      }
      throw diskError(error, 'FILE_WRITE', 'no file can be written there', folder);
    }
  }
}

/** False for a folder that cannot be created, such as below a file on Windows. The error of writing there says why. */
function makeAgain(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

/** Locks of runs that are at work, or may be. */
function liveLocks(
  folder: string,
  own: string,
  dead: DeadRuns = {},
): { id: string; owner: LockOwner | null }[] {
  if (dead.all) return [];
  const locks: { id: string; owner: LockOwner | null }[] = [];
  for (const name of namesIn(folder)) {
    const run = runOfName(name);
    if (!run?.isLock || run.id === own) continue;
    const owner = readLock(folder, lockName(run.id));
    if (typeof owner === 'string') continue;
    if (owner === null || isAtWork(owner, dead)) locks.push({ id: run.id, owner });
  }
  return locks;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    // A failed run removes the folder that it created, even while others wait for it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw diskError(error, 'FILE_READ', 'cannot be listed', folder);
  }
}

/**
 * Null for a lock that cannot be read now, `none` for one that is gone, `torn` for an incomplete one, `foreign` for a
 * file that is not a lock. Only a file of a lock's size is read.
 */
function readLock(folder: string, name: string): LockOwner | null | 'none' | 'torn' | 'foreign' {
  const path = join(folder, name);
  let text: string;
  try {
    const stat = lstatSync(path);
    if (!stat.isFile() || stat.size > LIMIT) return 'foreign';
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : null;
  }
  try {
    const value: unknown = JSON.parse(text);
    return isOwner(value) ? value : 'foreign';
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return isTorn(text) ? 'torn' : 'foreign';
  }
}

/** How every lock begins. A file with this alone, under the name of a lock, is one that was being written. */
export const LOCK_BEGINNING = '{"pid":';

/** Whether a text is the beginning of a lock, with zeros where a power failure left them. */
function isTorn(text: string): boolean {
  const written = withoutTail(text, '\0');
  return written.startsWith(LOCK_BEGINNING) || LOCK_BEGINNING.startsWith(written);
}

function isOwner(value: unknown): value is LockOwner {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, host, process: start, since, single } = value as Record<keyof LockOwner, unknown>;
  return (
    Number.isInteger(pid) &&
    (pid as number) > 0 &&
    typeof host === 'string' &&
    typeof start === 'string' &&
    typeof since === 'string' &&
    typeof single === 'boolean'
  );
}

function isAtWork(owner: LockOwner, dead: DeadRuns): boolean {
  if (owner.host !== hostname()) return true;
  if (owner.pid === process.pid) {
    return owner.process === processStart(process.pid) && dead.ownProcess !== true;
  }
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // Numbers of processes are used again.
  const start = processStart(owner.pid);
  return owner.process === '' || start === '' || owner.process === start;
}

/** Boot and clock ticks at which a process started; Linux only. */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program is in brackets and may contain any character.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${ticks}`;
  } catch {
    return '';
  }
}

function busyError(folder: string, owner: LockOwner | null): HotfixkitError {
  const who = owner
    ? `process ${owner.pid} on ${owner.host}, since ${owner.since}`
    : 'its lock cannot be read';
  return new HotfixkitError(
    'FOLDER_BUSY',
    `another run of hotfixkit writes in this folder (${who}); wait until it has ended; if it no longer runs, run: hotfixkit recover --take-over ${quotedPath(folder)}`,
    { file: folder },
  );
}
