import { describeError, HotfixkitError } from '../core/errors.js';
import { recoverFolder } from '../node/recover-folder.js';

/** How long other runs in a folder are waited for before what was begun there is taken back, in milliseconds. */
const RECOVERY_WAIT = 5000;

/** Takes back what a run of this process, which was stopped, wrote into folders. `note` is called with each warning. */
export async function recoverOutput(folders: Iterable<string>, note: (text: string) => void): Promise<void> {
  for (const folder of folders) {
    try {
      const { warnings } = await recoverFolder(folder, { dead: { ownProcess: true }, wait: RECOVERY_WAIT });
      for (const warning of warnings) note(describeError(warning));
    } catch (error) {
      if (!(error instanceof HotfixkitError)) throw error;
      // A folder that the run had made for itself, and that went with what was taken back in another one.
      if (error.code !== 'FILE_NOT_FOUND') note(describeError(error));
    }
  }
}
