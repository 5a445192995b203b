import { rmdirSync } from 'node:fs';

/** Removes a folder if nothing is in it; says whether it is gone. */
export function removeEmptyFolder(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch {
    return false;
  }
}
