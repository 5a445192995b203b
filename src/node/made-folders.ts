import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { removeEmptyFolder } from './remove.js';

/** `made` as in `JournalRoot.made`: a folder with another number is not the run's. */
export function removeMadeFolders(root: string, made: readonly string[]): void {
  let folder = root;
  for (const one of made) {
    if (folderNumber(folder) !== one || !removeEmptyFolder(folder)) return;
    folder = dirname(folder);
  }
}

/** Identifies a folder on its disk; null where there is no folder. */
export function folderNumber(path: string): string | null {
  try {
    const stat = lstatSync(path, { bigint: true });
    return stat.isDirectory() ? String(stat.ino) : null;
  } catch {
    return null;
  }
}
