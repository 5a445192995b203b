import { existsSync, statSync } from 'node:fs';
import { HotfixkitError } from '../core/errors.js';
import { isSameFolder } from '../node/same-folder.js';
import { existingPath } from '../node/user-path.js';
import type { CommandDefinition } from './definition.js';

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

/**
 * Refuses an output file for the answer of a command before any work is done: a folder, and a file that the command reads.
 * Throws `USAGE`.
 */
export function refuseAsOutput(
  output: string,
  definition: CommandDefinition,
  args: Readonly<Record<string, unknown>>,
): void {
  if (statSync(output, { throwIfNoEntry: false })?.isDirectory()) {
    throw new HotfixkitError('USAGE', 'a file is written here, and this is a folder; name a file in it', {
      file: output,
    });
  }
  if (definition.passThrough) return;
  for (const [name, { takes }] of Object.entries(definition.arguments)) {
    if (takes !== 'file') continue;
    for (const input of [args[name]].flat()) if (typeof input === 'string') refuseInput(output, input);
  }
}
