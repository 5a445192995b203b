import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { diskError } from './disk-error.js';
import { deadRuns, FolderLock, type LockOptions, removeDeadLock } from './folder-lock.js';
import {
  type JournalHeader,
  type JournalPointer,
  type JournalStep,
  type ReadJournal,
  readJournal,
} from './journal.js';
import { hasLeftovers, lockName, stagingName } from './leftovers.js';
import { removeMadeFolders } from './made-folders.js';
import { removeEmptyFolder } from './remove.js';
import { type RolledBack, rollBackSteps } from './roll-back-steps.js';
import { isKeptName, StagingFolder } from './staging-folder.js';
import { TargetTree } from './target-tree.js';

/** What became of a run that was killed. */
export interface RecoveredRun {
  /** Folder that it wrote in; absolute. */
  folder: string;
  id: string;
  /**
   * `taken-back`: it was on its way, and everything is as it was before it; `completed`: it was done but for cleaning
   * up; `kept`: something could not be put back, see the warnings.
   */
  outcome: 'taken-back' | 'completed' | 'kept';
  /** Number of files that were restored or removed. */
  files: number;
}

/** What recovery did, one entry for each run that was found. */
export interface Recovery {
  runs: RecoveredRun[];
  warnings: Warning[];
}

/** An output folder that a run had to make, see `JournalRoot.made`. */
interface MadeFolder {
  path: string;
  made: readonly string[];
}

/** The folders whose locks are held, with the name under which each is. */
type HeldLocks = ReadonlyMap<string, string>;

/** Options of {@link recoverFolder}. */
export interface RecoverOptions extends LockOptions {}

/** A new name for a run. */
export function newRunId(): string {
  return randomBytes(6).toString('hex');
}

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
    // The lock was in the folder; now it can go where the dead run had made it.
    for (const one of made) removeMadeFolders(one.path, one.made);
    return recovery;
  } finally {
    lock.release();
  }
}

/**
 * {@link recoverFolder} where anything was left, before a folder is read that is going to be written: what is there may
 * be half of one state and half of another. Gives what there is to tell.
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
  for (const id of deadRuns(root, held.get(root) ?? '', options.dead)) {
    try {
      const run = await recoverRun(root, id, held, options, recovery.warnings);
      if (!run) continue;
      const { made, ...facts } = run;
      recovery.runs.push(facts);
      for (const one of made) recovery.made.push(one);
    } catch (error) {
      if (error instanceof HotfixkitError && error.code === 'ABORTED') throw error;
      const known = diskError(error, 'FILE_WRITE', 'files that a killed run left cannot be removed', root);
      recovery.warnings.push({ code: known.code, message: known.message, ...known.facts });
    }
  }
  return recovery;
}

async function recoverRun(
  root: string,
  id: string,
  held: HeldLocks,
  options: LockOptions,
  warnings: Warning[],
): Promise<(RecoveredRun & { made: MadeFolder[] }) | null> {
  const staging = StagingFolder.open(root, id);
  if (!staging) {
    // Killed before it made anything, or after it removed everything.
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
  options: LockOptions,
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
 * Whether another user left the mark of a run in a folder; then there is a warning. In a folder that several people write
 * in, a journal of one could name the files of another. Our own lock shows whose our files are there: some disks give all
 * files to one user.
 */
function refuseForeign(
  root: string,
  id: string,
  held: HeldLocks,
  options: LockOptions,
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
  options: LockOptions,
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
      // A folder that is gone, or in which the run has left no mark, is none of its folders any more.
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
      staging?.clear(kept);
      // The journal is needed as long as anything remains that it names.
      const isWhole = result.problems.length === 0 && result.kept.every(({ size }) => size === 0);
      const path = paths[i];
      try {
        if (kept.size === 0 && (!isPrimary || isWhole)) staging?.remove();
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
 * What the run kept of the user's files belongs to a step. A journal that lost lines (a power failure, a damaged disk) does
 * not know some of it: that stays, and a warning names it.
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

/** Where another folder of a run is now; it must hold the run's mark. */
function placeOf(primary: string, root: JournalHeader['roots'][number], id: string): string | null {
  const places = [resolve(primary, root.relative), root.path];
  return places.find((path) => isAbsolute(path) && isStagingThere(path, id)) ?? null;
}

/** Removes the folders that are to go, the deepest first, as far as nothing is in them. */
export function removeEmptyFolders(steps: readonly JournalStep[], trees: readonly TargetTree[]): void {
  const going = steps.filter(({ step }) => step === 'remove-folder');
  going.sort((a, b) => b.path.split('/').length - a.path.split('/').length);
  for (const { root, path } of going) {
    try {
      const folder = trees[root]!.folder(path);
      if (folder.parent && !folder.isPlanned)
        removeEmptyFolder(trees[root]!.path(folder.parent, folder.name));
    } catch {
      // A folder that is something else by now is none of ours.
    }
  }
}

/** The output folders themselves and those above them, as far as the run made them and nothing is in them. */
function madeFolders(paths: readonly (string | null)[], header: JournalHeader): MadeFolder[] {
  return paths.flatMap((path, i) => (path === null ? [] : [{ path, made: header.roots[i]!.made }]));
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

/** A path to another folder as a journal names it. */
export function journalPath(from: string, to: string): string {
  return relative(from, to).replaceAll('\\', '/');
}
