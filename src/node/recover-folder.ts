import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { isBusy } from './busy.js';
import { diskError } from './disk-error.js';
import { deadRuns, FolderLock, type LockOptions } from './folder-lock.js';
import { hasLeftovers, newRunId } from './leftovers.js';
import { removeMadeFolders } from './made-folders.js';
import {
  type HeldLocks,
  type MadeFolder,
  type RecoveredRun,
  type RecoverRunOptions,
  recoverRun,
} from './recover-run.js';

/** What recovery did: one entry for each run that was found. */
export interface Recovery {
  runs: RecoveredRun[];
  warnings: Warning[];
}

/** Options of {@link recoverFolder}. */
export interface RecoverOptions extends LockOptions {}

/**
 * Completes or takes back what killed runs left in a folder. Waits for runs that are still at work there.
 *
 * Only files that a run's own journal names are changed, only below the folders of that run, and only if they still are the
 * files that the run wrote.
 *
 * @throws `FOLDER_BUSY`, `ABORTED`, and what the disk throws.
 * @example
 * import { recoverFolder } from 'hotfixkit';
 *
 * const { runs } = await recoverFolder('extracted');
 * console.log(runs.length);
 */
export async function recoverFolder(folder: string, options: RecoverOptions = {}): Promise<Recovery> {
  const root = resolve(folder);
  if (!existsSync(root)) {
    throw new HotfixkitError('FILE_NOT_FOUND', 'there is no such folder', { file: folder });
  }
  const lock = await FolderLock.acquire(root, newRunId(), options);
  try {
    const { made, ...recovery } = await recoverDeadRuns(root, new Map([[root, lock.id]]), options);
    lock.release();
    // The lock was in the folder. Without it, the folder can be removed if the dead run created it.
    for (const one of made) removeMadeFolders(one.path, one.made);
    return recovery;
  } finally {
    lock.release();
  }
}

/**
 * {@link recoverFolder} where anything was left, before a folder is read that is going to be written: its files may be
 * half of one state and half of another. Returns the warnings.
 */
export async function recoverIfLeft(folder: string, options: RecoverOptions = {}): Promise<Warning[]> {
  if (!hasLeftovers(folder)) return [];
  return recoveryWarnings(await recoverFolder(folder, options));
}

/** {@link recoverFolder} for a caller that already holds the locks. */
export async function recoverDeadRuns(
  root: string,
  held: HeldLocks,
  options: LockOptions,
): Promise<Recovery & { made: MadeFolder[] }> {
  const recovery: Recovery & { made: MadeFolder[] } = { runs: [], warnings: [], made: [] };
  let patient: RecoverRunOptions = options;
  for (const id of deadRuns(root, held.get(root) ?? '', options.dead)) {
    try {
      const run = await recoverRun(root, id, held, patient, recovery.warnings);
      if (!run) continue;
      const { made, ...facts } = run;
      recovery.runs.push(facts);
      for (const one of made) recovery.made.push(one);
    } catch (error) {
      if (error instanceof HotfixkitError && error.code === 'ABORTED') throw error;
      // A program that has one file open keeps those of the other runs, too: it is waited for once.
      if (isBusy(error)) patient = { ...options, patience: 0 };
      const known = diskError(error, 'FILE_WRITE', 'files that a killed run left cannot be removed', root);
      recovery.warnings.push({ code: known.code, message: known.message, ...known.facts });
    }
  }
  return recovery;
}

/** The warnings about killed runs that were recovered. */
export function recoveryWarnings({ runs, warnings }: Recovery): Warning[] {
  const reported = runs
    .filter(({ outcome, files }) => outcome === 'taken-back' && files > 0)
    .map(
      ({ folder, files }): Warning => ({
        code: 'RUN_RECOVERED',
        message: `an earlier run was killed here; its changes were taken back first (${files} ${files === 1 ? 'file' : 'files'})`,
        file: folder,
      }),
    );
  return [...reported, ...warnings];
}
