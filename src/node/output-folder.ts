import { existsSync, lstatSync, mkdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { withPatience } from './busy.js';
import { diskError } from './disk-error.js';
import { type FileIdentity, isKeeper, keepsNumbers, readIdentity } from './file-identity.js';
import { LOCK_BEGINNING } from './folder-lock.js';
import { newLockName } from './leftovers.js';
import { folderNumber, removeMadeFolders } from './made-folders.js';
import { missingFolders } from './missing-folders.js';
import { type Pending, type PlacedStep, planSteps, type Removal } from './plan-steps.js';
import { StagedFile } from './staged-file.js';
import { StagedTree } from './staged-tree.js';
import { JOURNAL, StagingFolder } from './staging-folder.js';
import { TargetTree } from './target-tree.js';

/**
 * Name of the file in the staging folder that is used to test whether numbers of files change: that of a file which the run
 * wrote, so that recovery takes it for no file of the user.
 */
const PROBE = '0';

/** How one file is written. */
export interface OutputFileOptions {
  /** Modification time; absent = now. */
  modified?: Date | null;
  readOnly?: boolean;
  /** An existing file is an error (`FILE_EXISTS`), even one that appears during the run. */
  isNew?: boolean;
}

/** A place in the staging folder where a file may be written before the commit. */
export interface ReservedFile {
  /** The path by which the system reaches it. */
  staged: string;
  /** Where it goes: relative, safe, `/`. */
  path: string;
  /** As in {@link Pending}. */
  number: string;
  file: string;
}

/** What is known of a complete file, see {@link OutputFolder.add}. */
export interface OutputFileState extends Pick<OutputFileOptions, 'readOnly' | 'isNew'> {
  written?: FileIdentity | null;
  sha256?: string | null;
}

/** A complete file that waits to be put in its place. */
export interface PendingFile {
  /** Relative to the folder that was asked for. */
  path: string;
  staged: string;
  /** As in {@link Pending}. */
  sha256: string | null;
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
  #stagedTree: StagedTree | null = null;
  /** Whether the numbers of files identify what was written here. */
  #keepsNumbers = true;
  readonly transaction: OutputRun;
  readonly #pending: Pending[] = [];
  readonly #removals: Removal[] = [];
  readonly #folderRemovals = new Set<string>();
  /** Itself, with a separator behind it. */
  readonly #prefix: string;
  #count = 0;

  /** For `OutputTransaction`. */
  constructor(transaction: OutputRun, path: string, index: number) {
    this.transaction = transaction;
    this.path = path;
    this.index = index;
    this.tree = new TargetTree(path);
    this.#prefix = join(path, sep);
  }

  /** The whole path of a file (relative, safe, `/`), for errors. */
  label(path: string): string {
    return this.#prefix + (sep === '/' ? path : path.replaceAll('/', sep));
  }

  /**
   * Reserves a place where a file may be written before the commit that goes to `path` (relative, safe, `/`); for workers
   * that write by themselves.
   */
  reserve(path: string): ReservedFile {
    const number = String(this.#count++);
    const file = this.#stagedTree?.reserve(path) ?? number;
    return { staged: this.staging!.path(file), path, number, file };
  }

  /** Whether files may be identified when they are written, see {@link add}. */
  get identifiesEarly(): boolean {
    return isKeeper(this.path);
  }

  /**
   * Adds a reserved file, which is complete. `written`: what identified it when it was closed, `sha256`: its digest, if
   * they are known.
   */
  add({ path, number, file }: ReservedFile, options: OutputFileState = {}): void {
    const { readOnly = false, isNew = false, written = null, sha256 = null } = options;
    this.#pending.push({ staged: number, file, path, readOnly, isNew, written, sha256 });
  }

  /** How many files were reserved below a new folder of this one. */
  countStaged(top: string): number {
    return this.#stagedTree?.countOf(top) ?? 0;
  }

  /** For `OutputTransaction`, when files have been put in place. */
  settleStaged(): void {
    this.#stagedTree?.settle();
  }

  /** Opens a file for writing. It is added to the output when it is ended. */
  create(path: string, options: OutputFileOptions = {}): StagedFile {
    const reserved = this.reserve(path);
    return new StagedFile(reserved.staged, {
      label: this.label(path),
      modified: options.modified ?? null,
      whole: () => this.add(reserved, options),
    });
  }

  /**
   * Removes the file at `path` (relative, safe, `/`) at the commit, and parent folders that are then empty unless
   * `folders` is false. With `only`, a file with another identity is an error (`FILE_CHANGED`).
   */
  remove(path: string, options: { only?: FileIdentity | null; folders?: boolean } = {}): void {
    this.#removals.push({ path, only: options.only ?? null, folders: options.folders ?? true });
  }

  /** Removes a folder at the end, if it is empty. */
  removeFolder(path: string): void {
    this.#folderRemovals.add(path);
  }

  /** The written files that go below a folder: their paths relative to it, and where they are now. */
  pending(folder: string): PendingFile[] {
    const prefix = folder === '' ? '' : `${folder}/`;
    return this.#pending
      .filter(({ path }) => path.startsWith(prefix))
      .map(({ path, file, sha256 }) => ({
        path: path.slice(prefix.length),
        staged: this.staging!.path(file),
        sha256,
      }));
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

  /** For `OutputTransaction`: creates the folder and remembers which of its parents were created too. */
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
    this.#stagedTree = new StagedTree(this.staging, () => this.tree.list());
  }

  /**
   * For `OutputTransaction`, once the journal exists: tests whether a file keeps its number when it is put in its
   * place. If not, the journal identifies written files by digests.
   */
  tryNumbers(id: string): void {
    try {
      if (process.platform === 'linux') {
        // On Linux the kind of the disk tells what renames do to numbers.
        const journal = readIdentity(this.staging!.path(JOURNAL));
        this.#keepsNumbers = keepsNumbers(this.path, journal, journal);
        return;
      }
      const from = this.staging!.path(PROBE);
      const to = this.tree.path(this.tree.folder(''), newLockName(id));
      // It gets the name of a lock, so that after a kill it is removed as one.
      writeFileSync(from, LOCK_BEGINNING, { flag: 'wx' });
      const before = readIdentity(from);
      withPatience(() => renameSync(from, to));
      this.#keepsNumbers = keepsNumbers(this.path, before, readIdentity(to));
      withPatience(() => unlinkSync(to));
      if (!this.#keepsNumbers) this.staging!.forgetNumber();
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'no file can be written there', this.path);
    }
  }

  /** For `OutputTransaction`: plans the steps for the files and removals that were added. Nothing is changed. */
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
