import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { HotfixkitError } from '../core/errors.js';
import { isSameFolder, wayInto } from '../node/same-folder.js';
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

/** Bytes of a file that tell text from other content. */
const HEAD = 4096;

/**
 * Refuses an output file in a folder that is read, where it would replace a file that is no text: a program or package that the
 * answer is about. The answer of an earlier run is replaced. Throws `USAGE`.
 */
function refuseInside(output: string, input: string): void {
  const isFolder = statSync(existingPath(input), { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder || !isBinary(output) || wayInto(input, output) === null) return;
  throw new HotfixkitError(
    'USAGE',
    'this file lies in a folder that is read, and is no text, so nothing is written over it; name another one with -o',
    { file: output },
  );
}

/**
 * Whether a file is there that has a zero byte in front, as programs and packages have and texts have not. One that cannot be read is
 * left to what writes it.
 */
function isBinary(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const head = Buffer.alloc(HEAD);
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return false;
  }
  try {
    return head.subarray(0, readSync(descriptor, head, 0, HEAD, 0)).includes(0);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Refuses an output file for the answer of a command before any work is done: a folder, a file that the command reads,
 * and a program or package in a folder that it reads. Throws `USAGE`.
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
    if (takes !== 'file' && takes !== 'folder') continue;
    for (const input of [args[name]].flat()) {
      if (typeof input !== 'string') continue;
      refuseInput(output, input);
      refuseInside(output, input);
    }
  }
}
