import { existsSync, lstatSync, mkdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { withPatience } from './busy.js';
import { diskError } from './disk-error.js';
import { type FileIdentity, keepsNumbers, readIdentity } from './file-identity.js';
import { newLockName } from './leftovers.js';
import { folderNumber, removeMadeFolders } from './made-folders.js';
import { missingFolders } from './missing-folders.js';
import { type Pending, type PlacedStep, planSteps, type Removal } from './plan-steps.js';
import { StagedFile } from './staged-file.js';
import { JOURNAL, StagingFolder } from './staging-folder.js';
import { TargetTree } from './target-tree.js';

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

  /** For `OutputTransaction`: plans what has to be done for what was asked for. Nothing is changed. */
  plan(): PlacedStep[] {
    return planSteps(this, {
      pending: this.#pending,
      removals: this.#removals,
      folderRemovals: this.#folderRemovals,
      keepsNumbers: this.#keepsNumbers,
      nextNumber: () => this.#count++,
    });
  }
}

function isDangling(path: string): boolean {
  return !existsSync(path) && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
