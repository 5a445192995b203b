import { rmdirSync } from 'node:fs';
import { describeError, HotfixkitError } from '../core/errors.js';
import { recoverFolder } from '../node/recover-folder.js';
import type { WrittenFolder } from './run-messages.js';

/** How long other runs in a folder are waited for before what was begun there is taken back, in milliseconds. */
const RECOVERY_WAIT = 5000;

/** Takes back what a run of this process, which was stopped, wrote into folders. `note` is called with each warning. */
export async function recoverOutput(
  folders: Iterable<WrittenFolder>,
  note: (text: string) => void,
): Promise<void> {
  for (const { path, isNew } of folders) {
    try {
      const { warnings } = await recoverFolder(path, { dead: { ownProcess: true }, wait: RECOVERY_WAIT });
      for (const warning of warnings) note(describeError(warning));
      if (isNew) removeIfEmpty(path);
    } catch (error) {
      if (!(error instanceof HotfixkitError)) throw error;
      // A folder that the run had made for itself, and that went with what was taken back in another one.
      if (error.code !== 'FILE_NOT_FOUND') note(describeError(error));
    }
  }
}

/** Whether it is empty, only the system can tell at the very moment. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something lies in it, or it is gone.
  }
}
