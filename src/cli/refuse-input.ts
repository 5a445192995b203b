import { existsSync } from 'node:fs';
import { HotfixkitError } from '../core/errors.js';
import { isSameFolder } from '../node/same-folder.js';
import { existingPath } from '../node/user-path.js';

/**
 * Refuses an output file that is the input, by any path, because the input would be lost. `input` may be
 * `outer.exe!inner.msi`. Throws `USAGE`.
 */
export function refuseInput(output: string, input: string): void {
  const path = existingPath(input);
  const outer = existsSync(path) ? path : path.split('!')[0]!;
  if (!isSameFolder(output, outer)) return;
  throw new HotfixkitError(
    'USAGE',
    'this file is read, so nothing is written over it; name another one with -o',
    {
      file: output,
    },
  );
}
