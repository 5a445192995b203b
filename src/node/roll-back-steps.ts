import { chmodSync, readdirSync, renameSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { pathKey } from '../core/safe-path.js';
import { isBusy, withPatience } from './busy.js';
import { diskError } from './disk-error.js';
import { isSameFile, isSameNumber, isWritten, readIdentity } from './file-identity.js';
import type { JournalStep } from './journal.js';
import { removeEmptyFolder } from './remove.js';
import { replaceFile } from './replace-file.js';
import { STAGED_TREE, type StagingFolder } from './staging-folder.js';
import type { TargetFolder, TargetTree } from './target-tree.js';

/** Milliseconds to retry removing a second name. It does no harm, and the next run removes it otherwise. */
const SECOND_NAME = 1000;

/** An output folder and the staging folder of a run in it. */
export interface RollBackRoot {
  tree: TargetTree;
  /** Null where the run left no staging folder: then it changed nothing there. */
  staging: StagingFolder | null;
}

export interface RolledBack {
  /** Steps that were undone. */
  count: number;
  /** What could not be put back, and where it is kept. */
  problems: Warning[];
  /**
   * For each root, names in the staging folder of files that are the user's or that another program holds. If there is
   * no problem, the next run removes them.
   */
  kept: Set<string>[];
}

/**
 * Undoes the steps that a run took, the last one first: restores files that were replaced or removed, and removes files
 * and folders that the run created. A file that is not the one that the run wrote is left alone; the file that it
 * replaced stays in the staging folder. Never throws.
 */
export function rollBackSteps(steps: readonly JournalStep[], roots: readonly RollBackRoot[]): RolledBack {
  const result: RolledBack = { count: 0, problems: [], kept: roots.map(() => new Set<string>()) };
  const listings = roots.map((root) => new Listings(root));
  for (const step of [...steps].reverse()) {
    if (step.step === 'remove-folder') continue;
    const root = roots[step.root]!;
    const { tree, staging } = root;
    const name = step.path.slice(step.path.lastIndexOf('/') + 1);
    const above = dirname(step.path) === '.' ? '' : dirname(step.path);
    let label = () => step.path;
    try {
      const folder = tree.folder(above);
      label = () => tree.label(folder, name);
      // The folder does not exist: the step was not taken.
      if (folder.isPlanned) continue;
      const there = listings[step.root]!;
      if (!there.mayHaveDone(step, folder, name)) continue;
      if (step.step === 'folder') {
        removeEmptyFolder(tree.path(folder, name));
        continue;
      }
      if (!staging) continue;
      const place = (): string => tree.path(folder, name);
      const undone = step.step === 'put' ? undoPut(step, place, staging) : undoRemoval(step, place, staging);
      if (undone === 'changed') throw changedError(label());
      if (undone === 'undone') {
        result.count++;
        there.noteBack(folder, name);
      }
      if (undone === 'held' && step.step === 'put') result.kept[step.root]!.add(step.before!.kept);
    } catch (error) {
      const kept = step.step === 'put' ? step.before?.kept : step.step === 'remove' ? step.kept : undefined;
      const known = diskError(error, 'FILE_WRITE', 'cannot be restored', label());
      if (kept !== undefined) result.kept[step.root]!.add(kept);
      result.problems.push({
        code: known.code === 'FILE_CHANGED' ? 'FILE_CHANGED' : 'RESTORE_FAILED',
        message:
          kept === undefined || !staging
            ? known.message
            : `${known.message}; the old file is kept as ${staging.label(kept)}`,
        file: label(),
      });
    }
  }
  return result;
}

/**
 * Lists each folder once. A step without any of its files was not taken, or is undone already; so the disk is not asked
 * for each step.
 */
class Listings {
  readonly #root: RollBackRoot;
  /** By {@link pathKey}, because some disks list names in another spelling; null for a folder that cannot be listed. */
  readonly #members = new Map<TargetFolder, Set<string> | null>();
  #staged: Set<string> | null | undefined;

  constructor(root: RollBackRoot) {
    this.#root = root;
  }

  /** False where a step has left no file that undoing it would use. */
  mayHaveDone(step: JournalStep, folder: TargetFolder, name: string): boolean {
    const kept = step.step === 'put' ? step.before?.kept : step.step === 'remove' ? step.kept : undefined;
    if (kept !== undefined) return this.#stagedNames()?.has(kept) ?? true;
    return this.#membersOf(folder)?.has(pathKey(name)) ?? true;
  }

  /** The file may belong to an earlier step. */
  noteBack(folder: TargetFolder, name: string): void {
    this.#membersOf(folder)?.add(pathKey(name));
  }

  #stagedNames(): Set<string> | null {
    if (this.#staged === undefined) {
      const { staging } = this.#root;
      this.#staged = listing(() => staging?.names() ?? []);
    }
    return this.#staged;
  }

  #membersOf(folder: TargetFolder): Set<string> | null {
    let members = this.#members.get(folder);
    if (members === undefined) {
      members = listing(() => readdirSync(this.#root.tree.path(folder, '')).map(pathKey));
      this.#members.set(folder, members);
    }
    return members;
  }
}

function listing(list: () => readonly string[]): Set<string> | null {
  try {
    return new Set(list());
  } catch {
    return null;
  }
}

/** `held`: the file is restored, but another program holds its second name. */
type Outcome = 'undone' | 'nothing' | 'changed' | 'held';

function undoPut(
  { path, staged, written, before }: JournalStep & { step: 'put' },
  place: () => string,
  staging: StagingFolder,
): Outcome {
  const now = readIdentity(place());
  if (before === null) {
    if (now !== null && !isWritten(place(), now, written)) {
      const waits = [staged, `${STAGED_TREE}/${path}`].some(
        (name) => readIdentity(staging.path(name)) !== null,
      );
      // The file is in place and unchanged except for its number, which may be of another disk.
      return !waits && now.size === written.size && now.modified === written.modified ? 'changed' : 'nothing';
    }
    if (now === null) return 'nothing';
    withPatience(() => unlinkSync(place()));
    return 'undone';
  }
  const kept = readIdentity(staging.path(before.kept));
  if (kept === null) return 'nothing';
  const isOurs = isWritten(place(), now, written);
  if (now !== null && !isOurs && (isSameNumber(now, kept) || isSameFile(now, before.was))) {
    // It was kept, but not replaced yet.
    try {
      withPatience(() => unlinkSync(staging.path(before.kept)), { patience: SECOND_NAME });
    } catch (error) {
      if (!isBusy(error)) throw error;
      return 'held';
    } finally {
      // Hard links share the attribute, and a file can be neither replaced nor deleted until it is cleared.
      if (before.readOnly) chmodSync(place(), 0o444);
    }
    return 'nothing';
  }
  if (now !== null && !isOurs) return 'changed';
  replaceFile(staging.path(before.kept), place(), staging.path(staged));
  if (before.readOnly) chmodSync(place(), 0o444);
  return 'undone';
}

function undoRemoval(
  { kept }: JournalStep & { step: 'remove' },
  place: () => string,
  staging: StagingFolder,
): Outcome {
  const was = readIdentity(staging.path(kept));
  if (was === null) return 'nothing';
  if (readIdentity(place()) !== null) return 'changed';
  withPatience(() => renameSync(staging.path(kept), place()));
  return 'undone';
}

function changedError(file: string): HotfixkitError {
  return new HotfixkitError('FILE_CHANGED', 'another program changed it meanwhile, so it is not restored', {
    file,
  });
}
