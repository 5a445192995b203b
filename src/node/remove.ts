import { rmdirSync } from 'node:fs';
import { withPatience } from './busy.js';

/** A folder that stays does no harm: no longer than a virus scanner takes for a file, in milliseconds. */
const PATIENCE = 1000;

/** Removes a folder if nothing is in it; says whether it is gone. */
export function removeEmptyFolder(path: string): boolean {
  try {
    withPatience(() => rmdirSync(path), { patience: PATIENCE });
    return true;
  } catch {
    return false;
  }
}
