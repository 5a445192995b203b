import { existsSync, lstatSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { Warning } from '../core/errors.js';
import type { PatienceOptions } from './busy.js';
import { diskError } from './disk-error.js';
import { FolderLock, type LockOptions, removeDeadLock } from './folder-lock.js';
import {
  type JournalHeader,
  type JournalPointer,
  type JournalStep,
  type ReadJournal,
  readJournal,
} from './journal.js';
import { lockName, newRunId, stagingName } from './leftovers.js';
import { removeMadeFolders } from './made-folders.js';
import { removeEmptyFolders } from './remove-empty-folders.js';
import { type RolledBack, rollBackSteps } from './roll-back-steps.js';
import { isKeptName, StagingFolder } from './staging-folder.js';
import { TargetTree } from './target-tree.js';

/** What became of a run that was killed. */
export interface RecoveredRun {
  /** Folder that it wrote in; absolute. */
  folder: string;
  id: string;
  /**
   * `taken-back`: the run was not done and was undone; `completed`: the run was done except for the clean-up; `kept`:
   * some files could not be restored, see the warnings.
   */
  outcome: 'taken-back' | 'completed' | 'kept';
  /** Number of files that were restored or removed. */
  files: number;
}

/** An output folder that a run had to make, see `JournalRoot.made`. */
export interface MadeFolder {
  path: string;
  made: readonly string[];
}

/** The folders whose locks are held, with the name under which each is. */
export type HeldLocks = ReadonlyMap<string, string>;

/** `patience`: how long a file of the run is waited for that another program has open. */
export interface RecoverRunOptions extends LockOptions, Pick<PatienceOptions, 'patience'> {}

/**
 * Completes or takes back one run that was killed, from its journal. Null where there is nothing to recover, or where a
 * warning says why it is left as it is.
 *
 * @param held the locks that the caller holds, see {@link HeldLocks}
 */
export async function recoverRun(
  root: string,
  id: string,
  held: HeldLocks,
  options: RecoverRunOptions,
  warnings: Warning[],
): Promise<(RecoveredRun & { made: MadeFolder[] }) | null> {
  const staging = StagingFolder.open(root, id);
  if (!staging) {
    // The run was killed before it created anything, or after it removed everything.
    removeDeadLock(root, id, options.dead);
    return null;
  }
  let journal: ReturnType<typeof readJournal>;
  try {
    if (refuseForeign(root, id, held, options, warnings)) return null;
    journal = readJournal(staging);
    if (journal === null && staging.names().every((name) => name === 'journal')) {
      staging.remove();
      removeDeadLock(root, id, options.dead);
      return null;
    }
  } finally {
    staging.close();
  }
  if (journal === null || journal === 'foreign') {
    warnings.push({
      code: 'RESTORE_FAILED',
      message:
        'this folder has no readable journal; it may hold files that a killed run replaced: check it, then delete it',
      file: staging.label(''),
    });
    return null;
  }
  if ('of' in journal) return recoverFromPrimary(root, journal, held, options, warnings);
  return recoverWhole(root, journal, held, options, warnings);
}

/** The journal of a run over several folders lies in the first of them. */
async function recoverFromPrimary(
  root: string,
  { id, of }: JournalPointer,
  held: HeldLocks,
  options: RecoverRunOptions,
  warnings: Warning[],
): Promise<(RecoveredRun & { made: MadeFolder[] }) | null> {
  const primary = [resolve(root, of.relative), of.path].find(
    (path) => isAbsolute(path) && isStagingThere(path, id),
  );
  if (primary === undefined) {
    warnings.push({
      code: 'RESTORE_FAILED',
      message: `the journal of the run that left this folder no longer exists (it was in ${of.path}); check the folder, then delete it`,
      file: join(root, stagingName(id)),
    });
    return null;
  }
  const lock = held.has(primary) ? null : await FolderLock.acquire(primary, newRunId(), options);
  const locks = lock === null ? held : new Map([...held, [primary, lock.id] as const]);
  try {
    const staging = StagingFolder.open(primary, id);
    if (!staging) return null;
    let journal: ReturnType<typeof readJournal>;
    try {
      if (refuseForeign(primary, id, locks, options, warnings)) return null;
      journal = readJournal(staging);
    } finally {
      staging.close();
    }
    if (journal === null || journal === 'foreign' || 'of' in journal) return null;
    return await recoverWhole(primary, journal, locks, options, warnings);
  } finally {
    lock?.release();
  }
}

function isStagingThere(root: string, id: string): boolean {
  return lstatSync(join(root, stagingName(id)), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Whether another user left the mark of a run in a folder; then there is a warning. In a folder that several people
 * write in, a journal of one could name the files of another. The owner is compared with that of our own lock, because
 * some disks give all files to one user.
 */
function refuseForeign(
  root: string,
  id: string,
  held: HeldLocks,
  options: RecoverRunOptions,
  warnings: Warning[],
): boolean {
  const lock = held.get(root);
  const mine = lock === undefined ? null : ownerOf(join(root, lockName(lock)));
  const file = join(root, stagingName(id));
  if (mine === null || mine === ownerOf(file) || options.dead?.all) return false;
  warnings.push({
    code: 'RESTORE_FAILED',
    message: `a run of another user left this folder, so its journal is not followed; that user has to run: hotfixkit recover ${JSON.stringify(root)}; if you trust it, run the same with --take-over`,
    file,
  });
  return true;
}

/** The user that a file or folder belongs to; 0 on Windows, null for what is not there. */
function ownerOf(path: string): number | null {
  return lstatSync(path, { throwIfNoEntry: false })?.uid ?? null;
}

async function recoverWhole(
  primary: string,
  journal: ReadJournal,
  held: HeldLocks,
  options: RecoverRunOptions,
  warnings: Warning[],
): Promise<RecoveredRun & { made: MadeFolder[] }> {
  const { header } = journal;
  const paths = header.roots.map((root, i) => (i === 0 ? primary : placeOf(primary, root, header.id)));
  const locks: FolderLock[] = [];
  const roots: { tree: TargetTree; staging: StagingFolder | null }[] = [];
  try {
    for (const path of new Set(paths)) {
      if (path === null || held.has(path) || !existsSync(path)) continue;
      locks.push(await FolderLock.acquire(path, newRunId(), options));
    }
    const all = new Map([...held, ...locks.map(({ folder, id }) => [folder, id] as const)]);
    for (const [i, path] of paths.entries()) {
      if (path !== null && existsSync(path) && refuseForeign(path, header.id, all, options, warnings))
        paths[i] = null;
    }
    for (const path of paths) {
      // A folder that does not exist, or without a staging folder of the run, does not count.
      const there = path ?? '';
      roots.push({
        tree: new TargetTree(there),
        staging: path === null ? null : StagingFolder.open(path, header.id),
      });
    }
    const steps = journal.steps.filter(({ root }) => paths[root] !== null);
    const result = journal.isDone
      ? { count: 0, problems: [], kept: roots.map(() => new Set<string>()) }
      : rollBackSteps(steps, roots);
    if (journal.isDone) {
      removeEmptyFolders(
        steps,
        roots.map(({ tree }) => tree),
      );
    }
    keepUnknown(steps, roots, result);
    warnings.push(...result.problems);
    for (const [i, { staging }] of [...roots.entries()].reverse()) {
      const kept = result.kept[i]!;
      const isPrimary = i === 0;
      staging?.clear(kept, options);
      // The journal is needed as long as any file remains that it names.
      const isWhole = result.problems.length === 0 && result.kept.every(({ size }) => size === 0);
      const path = paths[i];
      try {
        if (kept.size === 0 && (!isPrimary || isWhole)) staging?.remove(options);
      } catch (error) {
        const left = staging!.label('');
        const { code, message, facts } = diskError(error, 'FILE_WRITE', 'cannot be removed', left);
        warnings.push({ code, message, ...facts });
      }
      // The lock of the dead run is removed even if its folder has to stay, since no run is at work.
      try {
        if (path) removeDeadLock(path, header.id, options.dead);
      } catch (error) {
        const { code, message, facts } = diskError(error, 'FILE_WRITE', 'cannot be removed', path!);
        warnings.push({ code, message, ...facts });
      }
    }
    for (const lock of locks) lock.release();
    const made = result.problems.length === 0 && !journal.isDone ? madeFolders(paths, header) : [];
    for (const one of made) removeMadeFolders(one.path, one.made);
    return {
      folder: primary,
      id: header.id,
      outcome: result.problems.length > 0 ? 'kept' : journal.isDone ? 'completed' : 'taken-back',
      files: result.count,
      made,
    };
  } finally {
    for (const { tree, staging } of roots) {
      tree.close();
      staging?.close();
    }
    for (const lock of locks) lock.release();
  }
}

/**
 * Keeps files of the user that no step of the journal names, with a warning for each. A journal may have lost lines (a
 * power failure, a damaged disk).
 */
function keepUnknown(
  steps: readonly JournalStep[],
  roots: readonly { staging: StagingFolder | null }[],
  { kept, problems }: Pick<RolledBack, 'kept' | 'problems'>,
): void {
  const found = roots.map(({ staging }) => staging?.names().filter(isKeptName) ?? []);
  if (found.every((names) => names.length === 0)) return;
  const known = roots.map(() => new Set<string>());
  for (const step of steps) {
    if (step.step === 'remove') known[step.root]!.add(step.kept);
    if (step.step !== 'put') continue;
    known[step.root]!.add(`${step.staged}.part`);
    if (step.before !== null) known[step.root]!.add(step.before.kept);
  }
  for (const [i, { staging }] of roots.entries()) {
    for (const name of found[i]!.filter((one) => !known[i]!.has(one))) {
      kept[i]!.add(name);
      problems.push({
        code: 'RESTORE_FAILED',
        message:
          'the journal of the run that left this file does not name it; it may be a file that the run replaced: check it, then delete its folder',
        file: staging!.label(name),
      });
    }
  }
}

/** Finds another folder of a run, which must have a staging folder of the run. */
function placeOf(primary: string, root: JournalHeader['roots'][number], id: string): string | null {
  const places = [resolve(primary, root.relative), root.path];
  return places.find((path) => isAbsolute(path) && isStagingThere(path, id)) ?? null;
}

/** The output folders and their parents that the run created. */
function madeFolders(paths: readonly (string | null)[], header: JournalHeader): MadeFolder[] {
  return paths.flatMap((path, i) => (path === null ? [] : [{ path, made: header.roots[i]!.made }]));
}
