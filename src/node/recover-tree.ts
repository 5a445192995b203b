import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { HotfixkitError } from '../core/errors.js';
import { diskError } from './disk-error.js';
import { isFolderEntry } from './folder-entry.js';
import { hasLeftovers, isLeftoverName } from './leftovers.js';
import { type RecoverOptions, type Recovery, recoverFolder } from './recover-folder.js';

/**
 * {@link recoverFolder} for a folder and all folders below it in which a run left files. Symbolic links are not
 * followed. A folder that cannot be recovered is a warning; the others are still recovered.
 */
export async function recoverTree(folder: string, options: RecoverOptions = {}): Promise<Recovery> {
  const all: Recovery = { runs: [], warnings: [] };
  if (!existsSync(folder)) {
    throw new HotfixkitError('FILE_NOT_FOUND', 'there is no such folder', { file: folder });
  }
  const waiting = [resolve(folder)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (hasLeftovers(next)) {
      try {
        const { runs, warnings } = await recoverFolder(next, options);
        all.runs.push(...runs);
        all.warnings.push(...warnings);
      } catch (error) {
        if (!(error instanceof HotfixkitError) || error.code === 'ABORTED') throw error;
        all.warnings.push({ code: error.code, message: error.message, ...error.facts });
      }
    }
    let entries: Dirent[];
    try {
      // The folders are recovered after the walk, because recovering removes folders that the run created.
      entries = existsSync(next) ? readdirSync(next, { withFileTypes: true }) : [];
    } catch (error) {
      const { code, message, facts } = diskError(error, 'FILE_READ', 'cannot be listed', next);
      all.warnings.push({ code, message, ...facts });
      continue;
    }
    for (const entry of entries) {
      if (!isLeftoverName(entry.name) && isFolderEntry(next, entry)) waiting.push(join(next, entry.name));
    }
    if (options.signal?.aborted) throw new HotfixkitError('ABORTED', 'interrupted');
    // Signals are heard between two folders.
    await nextTurn();
  }
  return all;
}
