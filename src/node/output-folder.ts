import { existsSync, lstatSync, mkdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { withPatience } from './busy.js';
import { diskError } from './disk-error.js';
import {
  type FileIdentity,
  identityOf,
  isSameFile,
  keepsNumbers,
  readIdentity,
  readWholeIdentity,
} from './file-identity.js';
import type { JournalStep } from './journal.js';
import { newLockName } from './leftovers.js';
import { folderNumber, removeMadeFolders } from './made-folders.js';
import { missingFolders } from './missing-folders.js';
import { StagedFile } from './staged-file.js';
import { JOURNAL, StagingFolder } from './staging-folder.js';
import { linkError, type Target, TargetTree } from './target-tree.js';

/** Name in the staging folder of the file that shows whether numbers stay. */
const PROBE = '0.part';

/** How one file is written. */
export interface OutputFileOptions {
  /** Modification time; absent = now. */
  modified?: Date | null;
  readOnly?: boolean;
  /** A file that is there already is an error (`FILE_EXISTS`), also one that appears during the run. */
  isNew?: boolean;
}

/** A file that has been written whole and waits to be put in its place. */
interface Pending {
  staged: string;
  path: string;
  readOnly: boolean;
  isNew: boolean;
}

interface Removal {
  path: string;
  /** Whether the folders above it go too where they are empty then. */
  folders: boolean;
  /** Only this very file goes; null for whatever is there. */
  only: FileIdentity | null;
}

/** A step of a run with where it leads. */
export interface PlacedStep {
  step: JournalStep;
  output: OutputFolder;
  target: Target;
  readOnly: boolean;
  isNew: boolean;
}

/** The run that an output folder is part of, see `OutputTransaction`. */
export interface OutputRun {
  /** Puts all files in place, then removes what they replaced. Returns warnings of the clean-up. */
  commit(): Promise<Warning[]>;
  /** Puts all files in place; the run can still be rolled back. */
  place(): Promise<void>;
  /** Puts everything back as it was before the run. */
  rollback(): Warning[];
  /** Rolls back after an error and returns that error, with what could not be put back. */
  failed(error: unknown): unknown;
}

/** One of the output folders of a run, with the files that are not yet in place. */
export class OutputFolder {
  /** Absolute. */
  readonly path: string;
  readonly index: number;
  readonly tree: TargetTree;
  /** The folders that had to be made for it, see `JournalRoot.made`. */
  made: string[] = [];
  staging: StagingFolder | null = null;
  /** Whether files that were written here are known again by their numbers. */
  #keepsNumbers = true;
  readonly transaction: OutputRun;
  readonly #pending: Pending[] = [];
  readonly #removals: Removal[] = [];
  readonly #folderRemovals = new Set<string>();
  #count = 0;

  /** For `OutputTransaction`. */
  constructor(transaction: OutputRun, path: string, index: number) {
    this.transaction = transaction;
    this.path = path;
    this.index = index;
    this.tree = new TargetTree(path);
  }

  /** Where the n-th file may be written before the commit; for workers that write by themselves. */
  reserve(): string {
    return this.staging!.path(String(this.#count++));
  }

  /** Says that the file at `staged` (from {@link reserve}) is whole and belongs at `path` (relative, safe, `/`). */
  add(staged: string, path: string, options: { readOnly?: boolean; isNew?: boolean } = {}): void {
    const { readOnly = false, isNew = false } = options;
    this.#pending.push({ staged: basename(staged), path, readOnly, isNew });
  }

  /** Opens a file for writing; it joins the set when it is ended. */
  create(path: string, options: OutputFileOptions = {}): StagedFile {
    const staged = this.reserve();
    return new StagedFile(staged, {
      label: join(this.path, path),
      modified: options.modified ?? null,
      whole: () => this.add(staged, path, options),
    });
  }

  /**
   * Says that the file at `path` (relative, safe, `/`) goes, with the folders above it that are empty then unless
   * `folders` is false. With `only` it has to be that very file still: `FILE_CHANGED`.
   */
  remove(path: string, options: { only?: FileIdentity | null; folders?: boolean } = {}): void {
    this.#removals.push({ path, only: options.only ?? null, folders: options.folders ?? true });
  }

  /** Says that a folder goes at the end, if nothing is in it then. */
  removeFolder(path: string): void {
    this.#folderRemovals.add(path);
  }

  /** What has been written and waits to be put in its place below a folder: paths relative to that, and where it is. */
  pending(folder: string): { path: string; staged: string }[] {
    const prefix = folder === '' ? '' : `${folder}/`;
    return this.#pending
      .filter(({ path }) => path.startsWith(prefix))
      .map(({ path, staged }) => ({ path: path.slice(prefix.length), staged: this.staging!.path(staged) }));
  }

  /** Writes a small file whole. It takes its place when the run is committed. */
  writeFile(path: string, bytes: Uint8Array, options: OutputFileOptions = {}): void {
    const file = this.create(path, options);
    file.write(bytes);
    file.end();
  }

  /** See `OutputTransaction.commit`. */
  commit(): Promise<Warning[]> {
    return this.transaction.commit();
  }

  /** See `OutputTransaction.failed`. */
  failed(error: unknown): unknown {
    return this.transaction.failed(error);
  }

  /** The folders that had to be made for it, itself the last of them; absolute. */
  madeFolders(): string[] {
    const folders: string[] = [];
    for (let folder = this.path; folders.length < this.made.length; folder = dirname(folder))
      folders.unshift(folder);
    return folders;
  }

  /** For `OutputTransaction`: makes the folder itself, remembering which of those above it were new. */
  makeRoot(): void {
    for (const folder of missingFolders(this.path)) {
      try {
        mkdirSync(folder);
        this.made.unshift(folderNumber(folder) ?? '');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
          if (!isDangling(folder)) continue;
          throw new HotfixkitError(
            'PATH_LINK',
            'the output folder is a symbolic link whose target does not exist',
            { file: folder },
          );
        }
        removeMadeFolders(dirname(folder), this.made);
        this.made = [];
        throw diskError(error, 'FILE_WRITE', 'no file can be written there', folder);
      }
    }
  }

  /** For `OutputTransaction`. */
  openStaging(id: string): void {
    this.staging = StagingFolder.create(this.path, id);
  }

  /**
   * For `OutputTransaction`, when the journal is there: finds out whether a file keeps its number when it is put in its
   * place. Where it does not, the journal says what was written by digests.
   */
  tryNumbers(id: string): void {
    try {
      if (process.platform === 'linux') {
        // What renames do to numbers is known there by the kind of the disk.
        const journal = readIdentity(this.staging!.path(JOURNAL));
        this.#keepsNumbers = keepsNumbers(this.path, journal, journal);
        return;
      }
      const from = this.staging!.path(PROBE);
      const to = this.tree.path(this.tree.folder(''), newLockName(id));
      writeFileSync(from, PROBE, { flag: 'wx' });
      const before = readIdentity(from);
      withPatience(() => renameSync(from, to));
      this.#keepsNumbers = keepsNumbers(this.path, before, readIdentity(to));
      withPatience(() => unlinkSync(to));
      if (!this.#keepsNumbers) this.staging!.forgetNumber();
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'no file can be written there', this.path);
    }
  }

  /** For `OutputTransaction`: what has to be done for the files that wait. Nothing is changed. */
  plan(): PlacedStep[] {
    const steps: PlacedStep[] = [];
    const planned = new Set<string>();
    const root = this.index;
    for (const { staged, path, readOnly, isNew } of this.#pending.splice(0)) {
      const target = this.tree.find(path);
      const chain = [];
      for (let at = target.folder; at.isPlanned && at.parent && !planned.has(at.path); at = at.parent)
        chain.push(at);
      for (const folder of chain.reverse()) {
        planned.add(folder.path);
        const place = { folder: folder.parent!, name: folder.name, isNew: true };
        steps.push({
          step: { step: 'folder', root, path: folder.path },
          output: this,
          target: place,
          readOnly: false,
          isNew: false,
        });
      }
      const label = this.tree.label(target.folder, target.name);
      const there = target.isNew ? null : lookAt(this.tree.path(target.folder, target.name), label);
      if (there && isNew) throw existsError(label);
      this.tree.claim(target);
      const read = this.#keepsNumbers ? readIdentity : readWholeIdentity;
      const written = read(this.staging!.path(staged));
      if (!written) {
        throw new HotfixkitError(
          'FILE_WRITE',
          'cannot be written: another program removed the prepared file from the output folder; run again',
          { file: label },
        );
      }
      steps.push({
        step: {
          step: 'put',
          root,
          path: pathOf(target),
          staged,
          written,
          before: there && { kept: `${staged}.old`, ...there },
        },
        output: this,
        target,
        readOnly,
        isNew,
      });
    }
    for (const { path, only, folders } of this.#removals.splice(0)) {
      const target = this.tree.find(path);
      if (target.isNew) continue;
      const label = this.tree.label(target.folder, target.name);
      const stat = lstatSync(this.tree.path(target.folder, target.name), {
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
      const kept = `${this.#count++}.old`;
      steps.push({
        step: { step: 'remove', root, path: pathOf(target), kept },
        output: this,
        target,
        readOnly: false,
        isNew: false,
      });
      for (let at = target.folder; folders && at.parent; at = at.parent) this.#folderRemovals.add(at.path);
    }
    for (const path of this.#folderRemovals) {
      const { folder, name } = this.tree.find(path);
      steps.push({
        step: { step: 'remove-folder', root, path: pathOf({ folder, name, isNew: false }) },
        output: this,
        target: { folder, name, isNew: false },
        readOnly: false,
        isNew: false,
      });
    }
    this.#folderRemovals.clear();
    return steps;
  }
}

function isDangling(path: string): boolean {
  return !existsSync(path) && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function pathOf({ folder, name }: Target): string {
  return folder.path === '' ? name : `${folder.path}/${name}`;
}

/** What a file is about to replace; null for nothing. Throws `PATH_LINK`, and `FILE_WRITE` for a folder. */
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
