import { rmdirSync } from 'node:fs';
import { withPatience } from './busy.js';

/** Milliseconds to retry: as long as a virus scanner takes for a file. A folder that stays does no harm. */
const PATIENCE = 1000;

/** Removes a folder if it is empty. Returns whether it was removed. */
export function removeEmptyFolder(path: string): boolean {
  try {
    withPatience(() => rmdirSync(path), { patience: PATIENCE });
    return true;
  } catch {
    return false;
  }
}
