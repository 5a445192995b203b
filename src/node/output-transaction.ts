import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { isBusy } from './busy.js';
import { diskError } from './disk-error.js';
import { fileKey } from './file-key.js';
import { type FlushMode, flushFolders, flushStagedFiles } from './flush-steps.js';
import { FolderLock, type LockOptions } from './folder-lock.js';
import { Journal } from './journal.js';
import { newRunId } from './leftovers.js';
import { removeMadeFolders } from './made-folders.js';
import { OutputFolder, type OutputRun } from './output-folder.js';
import { placeStep } from './place-step.js';
import { placeTrees } from './place-trees.js';
import type { PlacedStep } from './plan-steps.js';
import { refuseUnreachable } from './reachable-path.js';
import { recoverDeadRuns, recoveryWarnings } from './recover-folder.js';
import { removeEmptyFolders } from './remove-empty-folders.js';
import { rollBackSteps } from './roll-back-steps.js';
import { announceOutputFolder, enterCritical, leaveCritical, openInputs } from './run-monitor.js';
import { folderKey } from './same-folder.js';
import { tidyLater } from './tidy-later.js';
import { quotedPath } from './user-path.js';
import { withoutPrefix } from './windows-prefix.js';

/** How a run writes: how long it waits for others, and when it flushes to the disk. */
export interface OutputOptions extends LockOptions {
  flush?: FlushMode | undefined;
}

/**
 * Writes sets of files into one or more folders, all or none.
 *
 * Every file is written whole into a hidden folder inside its output folder. {@link place} then puts each one into its
 * place by one rename, so that at every instant a path holds the old file or the new one, and keeps what was replaced
 * until {@link finish}. A journal in the first folder lists all of it. With it, {@link rollback} restores everything;
 * if this run was killed, the next run in one of the folders does.
 *
 * Only one run at a time writes in a folder: {@link begin} waits for the others. It also recovers what killed runs
 * left. Symbolic links below the output folders are never followed (`PATH_LINK`). Disk trouble is `FILE_WRITE`,
 * `DISK_FULL` or another `environment` code.
 */
export class OutputTransaction implements OutputRun {
  readonly id: string;
  readonly outputs: readonly OutputFolder[];
  /** Warnings of recovering earlier runs and of cleaning up. */
  readonly warnings: Warning[] = [];
  readonly #flush: FlushMode;
  readonly #locks: FolderLock[] = [];
  #journal: Journal | null = null;
  readonly #pointers: Journal[] = [];
  #steps: PlacedStep[] = [];
  #flushes = false;
  #isOver = false;
  /** Folders in which something could not be put back. */
  #unrestored: string[] = [];

  private constructor(id: string, folders: readonly string[], flush: FlushMode) {
    this.id = id;
    this.#flush = flush;
    this.outputs = folders.map((folder, i) => new OutputFolder(this, folder, i));
  }

  /**
   * Begins a run that writes in `folders` and creates those that do not exist. The first one holds the journal. Throws
   * `FOLDER_BUSY` where another run does not end in time, `ABORTED`, and what the disk throws.
   */
  static async begin(folders: readonly string[], options: OutputOptions = {}): Promise<OutputTransaction> {
    const paths = new Map<string, string>();
    for (const folder of folders) {
      refuseUnreachable(folder);
      const key = folderKey(folder);
      if (!paths.has(key)) paths.set(key, resolve(withoutPrefix(folder)));
    }
    const transaction = new OutputTransaction(newRunId(), [...paths.values()], options.flush ?? 'auto');
    try {
      await transaction.#lock(options);
      transaction.#openJournal();
      return transaction;
    } catch (error) {
      throw transaction.failed(error);
    }
  }

  /** Begins a run that replaces one file, which does not wait for others, since it is one rename. */
  static beginSingle(folder: string, options: OutputOptions = {}): OutputTransaction {
    refuseUnreachable(folder);
    const transaction = new OutputTransaction(
      newRunId(),
      [resolve(withoutPrefix(folder))],
      options.flush ?? 'auto',
    );
    try {
      const [output] = transaction.outputs;
      announceOutputFolder(output!.path, !existsSync(output!.path));
      output!.makeRoot();
      transaction.#locks.push(FolderLock.announce(output!.path, transaction.id));
      transaction.#openJournal();
      return transaction;
    } catch (error) {
      throw transaction.failed(error);
    }
  }

  /** The output for one of the folders that {@link begin} was given. */
  output(folder: string): OutputFolder {
    const key = folderKey(folder);
    return this.outputs.find((output) => folderKey(output.path) === key)!;
  }

  /** {@link place} and {@link finish}. */
  async commit(): Promise<Warning[]> {
    await this.place();
    return this.finish();
  }

  /** Puts every file in its place; {@link rollback} can still undo that. Existing files are replaced. */
  async place(): Promise<void> {
    const fresh = this.outputs.flatMap((output) => output.plan());
    const replaces = fresh.some(
      ({ step }) => step.step === 'remove' || (step.step === 'put' && step.before !== null),
    );
    this.#flushes = this.#flush === 'always' || (this.#flush === 'auto' && (replaces || this.#flushes));
    if (this.#flushes) await flushStagedFiles(fresh, this.outputs);
    const known = this.#steps.length;
    for (const step of fresh) this.#steps.push(step);
    try {
      this.#journal!.begin(
        fresh.map(({ step }) => step),
        this.#flushes,
      );
    } catch (error) {
      // Nothing of it has been done.
      this.#steps.length = known;
      throw diskError(error, 'FILE_WRITE', 'the journal cannot be written', this.outputs[0]!.path);
    }
    critical(() => {
      const done = placeTrees(fresh);
      for (const step of fresh)
        if (!done.has(step)) placeStep(step, (put) => this.#journal!.amend(put, this.#flushes));
    });
    for (const output of this.outputs) output.settleStaged();
    if (this.#flushes) flushFolders(fresh);
  }

  /**
   * Marks the run as done, then cleans up. Throws where the journal cannot be ended: then the run has to be rolled
   * back. A clean-up that fails is a warning.
   */
  finish(): Warning[] {
    if (this.#isOver) return this.warnings;
    return critical(() => this.#finish());
  }

  #finish(): Warning[] {
    try {
      this.#journal?.done(this.#flushes);
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'the journal cannot be ended', this.outputs[0]!.path);
    }
    this.#isOver = true;
    removeEmptyFolders(
      this.#steps.map(({ step }) => step),
      this.outputs.map(({ tree }) => tree),
    );
    this.#cleanUp(this.outputs.map(() => new Set()));
    this.#close();
    const used = new Set(this.#steps.map(({ step }) => step.root));
    for (const { path, index, made } of this.outputs) {
      // Of several folders, one that got no file is removed again.
      if (this.outputs.length > 1 && !used.has(index)) removeMadeFolders(path, made);
    }
    return this.warnings;
  }

  /** Undoes everything. Never throws: a warning names each file that could not be restored, and where it is kept. */
  rollback(): Warning[] {
    if (this.#isOver) return [];
    return critical(() => this.#rollback());
  }

  #rollback(): Warning[] {
    this.#isOver = true;
    const { problems, kept } = rollBackSteps(
      this.#steps.map(({ step }) => step),
      this.outputs,
    );
    const isWhole = problems.length === 0 && kept.every(({ size }) => size === 0);
    // Errors name the folders that keep files, and the first one, which has the journal.
    this.#unrestored = this.outputs
      .filter(({ index }) => kept[index]!.size > 0 || index === 0)
      .map(({ path }) => path);
    if (isWhole) this.#cleanUp(kept);
    else for (const [i, { staging }] of this.outputs.entries()) ignoreErrors(() => staging?.clear(kept[i]));
    this.#close();
    if (isWhole) for (const { path, made } of this.outputs) removeMadeFolders(path, made);
    return problems;
  }

  /** Rolls back, and returns the error to throw, which also names what could not be restored. */
  failed(error: unknown): unknown {
    const problems = this.rollback();
    const [first] = problems;
    if (!first) return this.#withLeftovers(error);
    const known =
      error instanceof HotfixkitError
        ? error
        : new HotfixkitError('INTERNAL', String(error), {}, { cause: error });
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    const failed = new HotfixkitError(
      known.code,
      `${known.message}; and not everything could be restored: ${first.file ?? ''}: ${first.message}${more}; run: hotfixkit recover ${this.#unrestored.map((path) => quotedPath(path)).join(' ')}`,
      known.facts,
      { cause: error },
    );
    return failed;
  }

  /** The error, which also names temporary files that could not be removed: another program has one of them open. */
  #withLeftovers(error: unknown): unknown {
    const left = this.outputs
      .map(({ staging }) => staging?.label(''))
      .find((path) => path && existsSync(path));
    if (left === undefined || !(error instanceof HotfixkitError)) return error;
    const message = `${error.message}; temporary files stay in ${left} until the next run in this folder`;
    return new HotfixkitError(error.code, message, error.facts, { cause: error.cause });
  }

  /** Closes all open files and leaves everything else as it is, like the end of a killed process. */
  abandon(): void {
    this.#isOver = true;
    this.#closeJournals();
    for (const { tree, staging } of this.outputs) {
      tree.close();
      staging?.close();
    }
  }

  async #lock(options: OutputOptions): Promise<void> {
    // Before anything is made there: whoever ends this run has to know where it was at work.
    for (const { path } of this.outputs) announceOutputFolder(path, !existsSync(path));
    for (const output of this.outputs) output.makeRoot();
    // All runs lock folders in one order, so that two runs never wait for each other.
    const paths = this.outputs.map(({ path }) => path).sort();
    for (const path of paths) this.#locks.push(await FolderLock.acquire(path, this.id, options));
    const held = new Map(paths.map((path) => [path, this.id]));
    for (const path of paths) {
      this.warnings.push(...recoveryWarnings(await recoverDeadRuns(path, held, options)));
    }
  }

  #openJournal(): void {
    const [primary] = this.outputs;
    try {
      for (const output of this.outputs) output.openStaging(this.id);
      this.#journal = new Journal(primary!.staging!, {
        hotfixkit: 1,
        id: this.id,
        since: new Date().toISOString(),
        roots: this.outputs.map(({ path, made }) => ({
          path,
          relative: journalPath(primary!.path, path),
          made,
        })),
      });
      for (const output of this.outputs.slice(1)) {
        const of = { path: primary!.path, relative: journalPath(output.path, primary!.path) };
        // They stay open until the end, like the journal, so that on Windows the folder cannot be moved.
        this.#pointers.push(new Journal(output.staging!, { hotfixkit: 1, id: this.id, of }));
      }
      for (const output of this.outputs) output.tryNumbers(this.id);
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'no file can be written there', primary!.path);
    }
  }

  #closeJournals(): void {
    this.#journal?.close();
    for (const pointer of this.#pointers) pointer.close();
  }

  #cleanUp(kept: readonly ReadonlySet<string>[]): void {
    this.#closeJournals();
    // If a run replaces its own input, that file is open until the input is closed. It is removed at the end.
    const isOurs = this.#replacesInput();
    const options = isOurs ? { patience: 0 } : {};
    // The journal is removed last: until then another run can finish the work.
    for (const output of [...this.outputs].reverse()) {
      const { staging } = output;
      if (!staging) continue;
      try {
        staging.clear(kept[output.index], options);
        staging.remove(options);
      } catch (error) {
        staging.close();
        if (isBusy(error)) {
          tidyLater(output.path, this.id);
          if (isOurs) break;
        }
        const known = diskError(error, 'FILE_WRITE', 'cannot be removed', staging.label(''));
        this.warnings.push({
          code: 'CLEANUP_FAILED',
          message: `all files are in place, but temporary files could not be removed (${known.message}); the next run in this folder tries again`,
          file: staging.label(''),
        });
        // Without this folder's staging folder, the journal would look complete.
        if (output.index > 0) break;
      }
    }
  }

  #replacesInput(): boolean {
    const inputs = new Set(openInputs().map((path) => fileKey(path)));
    if (inputs.size === 0) return false;
    return this.#steps.some(
      ({ step, output, target }) =>
        (step.step === 'remove' || (step.step === 'put' && step.before !== null)) &&
        inputs.has(fileKey(output.tree.label(target.folder, target.name))),
    );
  }

  #close(): void {
    this.abandon();
    for (const lock of this.#locks) lock.release();
  }
}

/** Begins a run that writes in one folder, see {@link OutputTransaction.begin}. */
export async function beginOutput(path: string, options: OutputOptions = {}): Promise<OutputFolder> {
  return (await OutputTransaction.begin([path], options)).outputs[0]!;
}

/** A path to another folder as a journal names it. */
function journalPath(from: string, to: string): string {
  return relative(from, to).replaceAll('\\', '/');
}

/** A supervisor must not interrupt this. If it is killed anyway, the journal has what recovery needs. */
function critical<Result>(body: () => Result): Result {
  enterCritical();
  try {
    return body();
  } finally {
    leaveCritical();
  }
}

function ignoreErrors(body: () => void): void {
  try {
    body();
  } catch {
    // Cleaning up goes on with the rest.
  }
}
