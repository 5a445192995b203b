import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { wayBelow } from '../../node/file-key.js';
import { FileSource } from '../../node/file-source.js';
import { hashSource } from '../../node/hash.js';
import type { OutputFolder } from '../../node/output-folder.js';
import { type OutputOptions, OutputTransaction } from '../../node/output-transaction.js';
import { recoverIfLeft } from '../../node/recover-folder.js';
import { removeEmptyFolder } from '../../node/remove.js';
import { wayInto } from '../../node/same-folder.js';
import { unchangedFile } from '../../node/unchanged-file.js';
import { withoutPrefix } from '../../node/windows-prefix.js';
import { diskContentFolder } from './disk-content-folder.js';
import { KEPT_FOLDER, keptFile, RECORD_FILE, readStageRecord, type StageRecord } from './stage-record.js';

/**
 * `remove`: staging created it. `restore`: staging replaced it. `gone`: it is already as it was before. `changed`: it
 * was changed since, so it is left alone. `outside`: it is below none of the given folders, so it is left alone too.
 */
export type UndoAction = 'remove' | 'restore' | 'gone' | 'changed' | 'outside';

/** A file that was staged, and what is done with it. */
export interface UndoStep {
  /** Absolute. */
  path: string;
  action: UndoAction;
}

/** What undoing a staging run would do, file by file. */
export interface UndoPlan {
  record: StageRecord;
  steps: UndoStep[];
}

const STEP = 1024 * 1024;

/**
 * What {@link undoStage} would do; changes nothing. `folder` is the folder of the record. Anybody may have edited the record,
 * so its paths count only below the folders in `within`.
 *
 * @throws `STAGE_NO_RECORD` where the folder has no record, `STAGE_BAD_RECORD` where it cannot be used.
 * @example
 * import { planUndo } from 'hotfixkit';
 *
 * const { steps } = planUndo('staging-record', ['Client', 'CCMCertFix']);
 * for (const { path, action } of steps) console.log(action, path);
 */
export function planUndo(folder: string, within: readonly string[]): UndoPlan {
  const record = readStageRecord(folder);
  if (!record) {
    throw new HotfixkitError(
      'STAGE_NO_RECORD',
      'this folder has no record of a staging run, so nothing can be taken back; --kb NUMBER (for a run with an article) or --record DIR names another one',
      { file: folder },
    );
  }
  const folders = within.map(absolute);
  const steps = record.files.map(({ path: recorded, sha256, before }): UndoStep => {
    const place = placeOf(folders, recorded);
    if (place === null) return { path: recorded, action: 'outside' };
    // The place that was checked is used, because the system resolves `link/..` differently.
    const { path } = place;
    const found = diskContentFolder(dirname(path)).existing(basename(path));
    const is = found?.sha256 ?? null;
    if (is === before) return { path, action: 'gone' };
    if (is !== sha256 && is !== null) return { path, action: 'changed' };
    return { path, action: before === null ? 'remove' : 'restore' };
  });
  return { record, steps };
}

/**
 * Takes a staging run back, all or nothing: the files, the folders that staging created if nothing else is in them, and the
 * record when nothing remains in it. A file is removed or replaced only if it still has the bytes that staging wrote.
 *
 * @throws What {@link planUndo} throws, `FOLDER_BUSY`, and what the disk throws.
 * @example
 * import { undoStage } from 'hotfixkit';
 *
 * const { steps } = await undoStage('staging-record', ['Client', 'CCMCertFix']);
 * console.log(steps.filter(({ action }) => action === 'remove').length);
 */
export async function undoStage(
  folder: string,
  within: readonly string[],
  options: OutputOptions = {},
): Promise<UndoPlan & { warnings: Warning[] }> {
  const home = absolute(folder);
  const warnings: Warning[] = [];
  for (const root of [home, ...within]) warnings.push(...(await recoverIfLeft(root, options)));
  const roots = within.map(absolute).filter((root) => existsSync(root));
  if (!existsSync(home) || readStageRecord(home) === null) {
    // A first run that was killed has no record; it is recovered by now.
    if (warnings.some(({ code }) => code === 'RUN_RECOVERED'))
      return { record: noRecord(), steps: [], warnings };
    planUndo(folder, within);
  }
  const transaction = await OutputTransaction.begin([home, ...roots], { flush: 'always', ...options });
  let plan: UndoPlan;
  let isWhole: boolean;
  let [ours, around]: [string[], string[]] = [[], []];
  try {
    // The plan is made after killed runs are recovered, while no other run writes there.
    plan = planUndo(folder, within);
    const { record, steps } = plan;
    isWhole = steps.every(({ action }) => action !== 'changed' && action !== 'outside');
    for (const [i, { path, action }] of steps.entries()) {
      const place = placeOf(roots, path);
      if (place === null) continue;
      const output = transaction.output(place.root);
      const { below } = place;
      const { sha256, before } = record.files[i]!;
      const only = unchangedFile(path, sha256);
      if (action === 'remove' && only) output.remove(below, { only, folders: false });
      if (action === 'restore') restore(keptFile(home, before!), before!, below, output, only === null);
    }
    // Looked for now: a link to a folder leads nowhere once the folder is gone.
    ours = record.folders.filter((made) => placeOf(roots, made) !== null);
    const inside = [...roots, home];
    around = record.folders.filter((made) => inside.some((one) => placeOf([made], one) !== null));
    for (const made of record.folders) {
      const place = placeOf(roots, made);
      if (place !== null && place.below !== '') transaction.output(place.root).removeFolder(place.below);
    }
    if (isWhole) forget(record, transaction.output(home));
    warnings.push(...(await transaction.commit()));
  } catch (error) {
    throw transaction.failed(error);
  }
  // The record lies beside the client source by default, in folders that staging may have made too.
  if (isWhole) removeEmptyFolder(home);
  for (const made of around.reverse()) removeEmptyFolder(made);
  warnings.push(...[...new Set([...ours, ...around])].filter(isEmptyFolder).map(emptyFolderLeft));
  return { ...plan, warnings };
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch {
    return false;
  }
}

function emptyFolderLeft(file: string): Warning {
  return {
    code: 'CLEANUP_FAILED',
    message:
      'this folder was made by staging and is empty, but it could not be removed; another program may have it open',
    file,
  };
}

function noRecord(): StageRecord {
  const now = new Date().toISOString();
  return { format: 1, kb: null, product: null, started: now, finished: now, files: [], folders: [] };
}

/** Removes the record and the unchanged copies that it names; other files stay. */
function forget(record: StageRecord, home: OutputFolder): void {
  home.remove(RECORD_FILE, { folders: false });
  const hashes = new Set([
    ...record.files.flatMap(({ before }) => (before === null ? [] : [before])),
    ...(record.superseded ?? []),
  ]);
  for (const sha256 of hashes) {
    const only = unchangedFile(keptFile(home.path, sha256), sha256);
    if (only) home.remove(`${KEPT_FOLDER}/${sha256}`, { only, folders: false });
  }
  home.removeFolder(KEPT_FOLDER);
}

function restore(kept: string, sha256: string, to: string, output: OutputFolder, isNew: boolean): void {
  const source = new FileSource(kept, { isOutput: true });
  try {
    if (hashSource(source, 'sha256') !== sha256) {
      throw new HotfixkitError('STAGE_BAD_RECORD', 'the kept copy of a replaced file is damaged', {
        file: kept,
        expected: sha256,
      });
    }
    const file = output.create(to, { isNew });
    for (let at = 0; at < source.size; at += STEP)
      file.write(source.read(at, Math.min(STEP, source.size - at)));
    file.end();
  } finally {
    source.close();
  }
}

function absolute(path: string): string {
  return resolve(withoutPrefix(path));
}

/** A path in one of some folders. */
interface Place {
  root: string;
  /** The way from there, with `/`. */
  below: string;
  path: string;
}

/**
 * The innermost of the folders that a path is below or equal to, however either is spelled; null for none. Where it is reached
 * by another path than the recorded one, the folder that was given counts.
 */
function placeOf(folders: readonly string[], recorded: string): Place | null {
  const places = folders.flatMap((root): Place[] => {
    const below = wayInto(root, recorded);
    if (below === null) return [];
    const isSpelledSo = wayBelow(root, recorded) !== null;
    return [{ root, below, path: isSpelledSo ? absolute(recorded) : join(root, below) }];
  });
  return places.sort((a, b) => a.below.length - b.below.length)[0] ?? null;
}
