import { hearInputsClose } from './run-monitor.js';
import { StagingFolder } from './staging-folder.js';

/** Long enough for a virus scanner, short enough not to delay the end of the process; in milliseconds. */
const PATIENCE_AT_END = 1000;

interface Leftover {
  root: string;
  id: string;
}

const leftovers = new Set<Leftover>();
let isListening = false;

/**
 * Removes the staging folder of a finished run later, on Windows, if a file in it is open: when this process closes a
 * file that it read, which may be that one, or when it ends. Otherwise the next run removes it.
 */
export function tidyLater(root: string, id: string): void {
  leftovers.add({ root, id });
  if (isListening) return;
  isListening = true;
  hearInputsClose(() => tidy(0));
  process.once('exit', () => tidy(PATIENCE_AT_END));
}

function tidy(patience: number): void {
  for (const leftover of leftovers) {
    try {
      const staging = StagingFolder.open(leftover.root, leftover.id);
      staging?.clear(undefined, { patience });
      staging?.remove({ patience });
      leftovers.delete(leftover);
    } catch {
      // The file is still open, or another run is removing it.
    }
  }
}
