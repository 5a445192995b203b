import { readdirSync, rmdirSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { diskError } from './disk-error.js';

/** Removes a file. Throws `FILE_WRITE` and other codes of the disk. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    throw diskError(error, 'FILE_WRITE', 'cannot be removed', path);
  }
}

/** Removes a folder if nothing is in it; says whether it is gone. */
export function removeEmptyFolder(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Removes a folder of our own with all that is in it. */
export function removeTree(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    throw diskError(error, 'FILE_WRITE', 'cannot be removed', path);
  }
}

/** Removes what runs that were killed left hidden in an output folder. No run may be at work there. */
export function removeLeftovers(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names) if (/^\.hotfixkit-[0-9a-f]{12}$/.test(name)) removeTree(join(folder, name));
}
