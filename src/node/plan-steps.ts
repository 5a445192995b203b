import { lstatSync, readdirSync } from 'node:fs';
import { HotfixkitError } from '../core/errors.js';
import { diskError } from './disk-error.js';
import {
  type FileIdentity,
  identityOf,
  isSameFile,
  readIdentity,
  readWholeIdentity,
} from './file-identity.js';
import type { JournalStep } from './journal.js';
import type { StagingFolder } from './staging-folder.js';
import { linkError, type Target, type TargetTree } from './target-tree.js';

/** The output folder that steps change. */
export interface StepOutput {
  /** Its number in the run. */
  readonly index: number;
  readonly tree: TargetTree;
  readonly staging: StagingFolder | null;
  /** How many files were reserved below a new folder of it, see `StagedTree`. */
  countStaged(top: string): number;
}

/** A step of a run, with the place that it changes. */
export interface PlacedStep {
  step: JournalStep;
  output: StepOutput;
  target: Target;
  readOnly: boolean;
  isNew: boolean;
  /** Name in the staging folder of the file to put in place; empty for other steps. */
  file: string;
}

/** A complete file that waits to be put in its place. */
export interface Pending {
  /** Identifies the step, see `JournalStep`. */
  staged: string;
  /** Name in the staging folder: that number, or the path below the tree of new folders. */
  file: string;
  path: string;
  readOnly: boolean;
  isNew: boolean;
  /** What identified it when it was closed; null where that is not known. */
  written: FileIdentity | null;
  /** Its SHA-256 where that was calculated as it was written, lower-case hexadecimal digits. */
  sha256: string | null;
}

export interface Removal {
  path: string;
  /** Whether parent folders that are then empty are removed too. */
  folders: boolean;
  /** Only this very file is removed; null for any file. */
  only: FileIdentity | null;
}

/** The files and removals that wait in an output folder. Planning empties the lists. */
export interface Waiting {
  readonly pending: Pending[];
  readonly removals: Removal[];
  /** Folders that are removed at the end, where they are empty. */
  readonly folderRemovals: Set<string>;
  /** Whether a file keeps its number when it is put in its place. */
  readonly keepsNumbers: boolean;
  /** A number that no other file of the staging folder has. */
  nextNumber(): number;
}

/** Plans the steps that an output folder needs. Nothing on the disk is changed. */
export function planSteps(output: StepOutput, waiting: Waiting): PlacedStep[] {
  return [
    ...planPuts(output, waiting),
    ...planRemovals(output, waiting),
    ...planFolderRemovals(output, waiting),
  ];
}

function planPuts(output: StepOutput, waiting: Waiting): PlacedStep[] {
  const steps: PlacedStep[] = [];
  const planned = new Set<string>();
  const { index: root, tree, staging } = output;
  const listings = new StagedNames(staging!);
  for (const { staged, file, path, readOnly, isNew, written: noted } of waiting.pending.splice(0)) {
    const target = tree.find(path);
    const chain = [];
    for (let at = target.folder; at.isPlanned && at.parent && !planned.has(at.path); at = at.parent)
      chain.push(at);
    for (const folder of chain.reverse()) {
      planned.add(folder.path);
      const place = { folder: folder.parent!, name: folder.name, isNew: true };
      steps.push({
        step: { step: 'folder', root, path: folder.path },
        output,
        target: place,
        readOnly: false,
        isNew: false,
        file: '',
      });
    }
    const label = (): string => tree.label(target.folder, target.name);
    const there = target.isNew ? null : lookAt(tree.path(target.folder, target.name), label());
    if (there && isNew) throw existsError(label());
    tree.claim(target);
    const read = waiting.keepsNumbers ? readIdentity : readWholeIdentity;
    const written = noted && waiting.keepsNumbers && listings.has(file) ? noted : read(staging!.path(file));
    if (!written) {
      throw new HotfixkitError(
        'FILE_WRITE',
        'cannot be written: another program removed the prepared file from the output folder; run again',
        { file: label() },
      );
    }
    steps.push({
      step: {
        step: 'put',
        root,
        path: isSpelled(path, target) ? path : pathOf(target),
        staged,
        written,
        before: there && { kept: `${staged}.old`, ...there },
      },
      output,
      target,
      readOnly,
      isNew,
      file,
    });
  }
  return steps;
}

/** The names in a staging folder: each folder in it is listed once. */
class StagedNames {
  readonly #staging: StagingFolder;
  readonly #names = new Map<string, ReadonlySet<string>>();
  /** The folder that was asked for last: most files lie in the same one as the file before. */
  #folder = '';
  #inFolder: ReadonlySet<string> | null = null;

  constructor(staging: StagingFolder) {
    this.#staging = staging;
  }

  has(file: string): boolean {
    const at = file.lastIndexOf('/') + 1;
    if (!this.#inFolder || at !== this.#folder.length || !file.startsWith(this.#folder)) {
      this.#folder = file.slice(0, at);
      this.#inFolder = this.#namesIn(this.#folder);
    }
    return this.#inFolder.has(file.slice(at));
  }

  #namesIn(folder: string): ReadonlySet<string> {
    let names = this.#names.get(folder);
    if (!names) {
      try {
        names = new Set(readdirSync(folder === '' ? this.#staging.self : this.#staging.path(folder)));
      } catch {
        // Looking at the file tells why.
        names = new Set();
      }
      this.#names.set(folder, names);
    }
    return names;
  }
}

function planRemovals(output: StepOutput, waiting: Waiting): PlacedStep[] {
  const { index: root, tree } = output;
  const steps: PlacedStep[] = [];
  for (const { path, only, folders } of waiting.removals.splice(0)) {
    const target = tree.find(path);
    if (target.isNew) continue;
    const label = tree.label(target.folder, target.name);
    const stat = lstatSync(tree.path(target.folder, target.name), {
      bigint: true,
      throwIfNoEntry: false,
    });
    if (!stat || stat.isDirectory()) continue;
    if (stat.isSymbolicLink()) throw linkError(label);
    if (only && !isSameFile(only, identityOf(stat))) {
      throw new HotfixkitError('FILE_CHANGED', 'it was changed while it was being removed', {
        file: label,
      });
    }
    const kept = `${waiting.nextNumber()}.old`;
    steps.push({
      step: { step: 'remove', root, path: pathOf(target), kept },
      output,
      target,
      readOnly: false,
      isNew: false,
      file: '',
    });
    for (let at = target.folder; folders && at.parent; at = at.parent) waiting.folderRemovals.add(at.path);
  }
  return steps;
}

function planFolderRemovals(output: StepOutput, waiting: Waiting): PlacedStep[] {
  const { index: root, tree } = output;
  const steps: PlacedStep[] = [];
  for (const path of waiting.folderRemovals) {
    const { folder, name } = tree.find(path);
    steps.push({
      step: { step: 'remove-folder', root, path: pathOf({ folder, name, isNew: false }) },
      output,
      target: { folder, name, isNew: false },
      readOnly: false,
      isNew: false,
      file: '',
    });
  }
  waiting.folderRemovals.clear();
  return steps;
}

/** Whether a path is spelled as on disk. Most are, and need no second text. */
function isSpelled(path: string, { folder, name }: Target): boolean {
  if (folder.path === '') return path === name;
  const at = folder.path.length;
  return (
    path.length === at + 1 + name.length &&
    path[at] === '/' &&
    path.startsWith(folder.path) &&
    path.endsWith(name)
  );
}

function pathOf({ folder, name }: Target): string {
  return folder.path === '' ? name : `${folder.path}/${name}`;
}

/**
 * Examines the file that is about to be replaced; null if there is none. Throws `PATH_LINK`, and `FILE_WRITE` for a
 * folder.
 */
export function lookAt(path: string, label: string): { was: FileIdentity; readOnly: boolean } | null {
  let stat: ReturnType<typeof identityStat>;
  try {
    stat = identityStat(path);
  } catch (error) {
    throw diskError(error, 'FILE_WRITE', 'cannot be examined', label);
  }
  if (!stat) return null;
  if (stat.isSymbolicLink()) throw linkError(label);
  if (!stat.isFile()) {
    const what = stat.isDirectory() ? 'a folder' : 'something that is not a file';
    throw new HotfixkitError('FILE_WRITE', `a file is to be written here, but ${what} has that name`, {
      file: label,
    });
  }
  const readOnly = process.platform === 'win32' && (Number(stat.mode) & 0o200) === 0;
  return { was: identityOf(stat), readOnly };
}

function identityStat(path: string) {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

export function existsError(file: string): HotfixkitError {
  return new HotfixkitError('FILE_EXISTS', 'it exists and is not replaced', { file });
}
