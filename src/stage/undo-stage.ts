import { dirname } from 'node:path';
import { HotfixkitError } from '../errors.js';
import { FileSource } from '../fs/file-source.js';
import { hashSource } from '../fs/hash.js';
import { removeEmptyFolder, removeFile, removeLeftovers } from '../fs/remove.js';
import { writeFileWhole } from '../fs/write-file-whole.js';
import { diskContentFolder } from './disk-content-folder.js';
import { keptFile, readStageRecord, removeStageRecord, type StageRecord } from './stage-record.js';

/**
 * `remove`: staging made it. `restore`: staging replaced it. `gone`: it is as it was already. `changed`: someone has
 * changed it since, so it is left alone.
 */
export type UndoAction = 'remove' | 'restore' | 'gone' | 'changed';

export interface UndoStep {
  /** Absolute. */
  path: string;
  action: UndoAction;
}

export interface UndoPlan {
  record: StageRecord;
  steps: UndoStep[];
}

/** What taking back would do. Throws `STAGE_NO_RECORD`, `STAGE_BAD_RECORD`. */
export function planUndo(folder: string): UndoPlan {
  const record = readStageRecord(folder);
  if (!record) {
    throw new HotfixkitError(
      'STAGE_NO_RECORD',
      'there is no record of a staging run here, so nothing can be taken back',
      { file: folder },
    );
  }
  const steps = record.files.map(({ path, sha256, before }): UndoStep => {
    const found = diskContentFolder(dirname(path)).existing(path.slice(dirname(path).length + 1));
    const is = found?.sha256 ?? null;
    if (is === before) return { path, action: 'gone' };
    if (is !== sha256 && is !== null) return { path, action: 'changed' };
    return { path, action: before === null ? 'remove' : 'restore' };
  });
  return { record, steps };
}

/**
 * Does it: files first, then the folders that staging made, if nothing else is in them. The record goes when nothing is
 * left that it speaks of. Throws what the disk throws; a second call goes on from there.
 */
export function applyUndo({ record, steps }: UndoPlan, folder: string): void {
  for (const [i, { path, action }] of steps.entries()) {
    if (action === 'remove') removeFile(path);
    if (action !== 'restore') continue;
    const before = record.files[i]!.before!;
    const source = new FileSource(keptFile(folder, before));
    try {
      if (hashSource(source, 'sha256') !== before) {
        throw new HotfixkitError('STAGE_BAD_RECORD', 'the kept copy of a replaced file is damaged', {
          file: keptFile(folder, before),
          expected: before,
        });
      }
      writeFileWhole(path, source);
    } finally {
      source.close();
    }
  }
  for (const made of [...new Set(record.files.map(({ path }) => dirname(path)))]) removeLeftovers(made);
  for (const made of [...record.folders].reverse()) removeEmptyFolder(made);
  if (steps.every(({ action }) => action !== 'changed')) removeStageRecord(folder);
}
