import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HotfixkitError } from '../errors.js';
import { diskError } from './disk-error.js';
import { isLeftoverName } from './leftovers.js';

/** Folders that are listed ahead of their turn: what a network share takes long for is waiting, not work. */
const AHEAD = 16;

export interface WalkOptions {
  /** Called for every folder that cannot be listed; the walk goes on. Without it the first one ends the walk. */
  onError?: (error: HotfixkitError) => void;
  signal?: AbortSignal;
}

/** What lies in one folder. */
export interface WalkedFolder {
  /** Relative to where the walk began, `/` between the parts; empty for that folder itself. */
  path: string;
  /** Names of its files, sorted. */
  files: string[];
}

/**
 * Every folder at and below a folder, parents first, in the order of their names. Symbolic links are not followed.
 * Memory grows with the folders that are still to come, not with the files.
 */
export async function* walkFolder(
  root: string,
  options: WalkOptions = {},
): AsyncGenerator<WalkedFolder, void, void> {
  const waiting: { path: string; listing: Promise<Dirent[] | HotfixkitError> | null }[] = [
    { path: '', listing: null },
  ];
  for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
    if (options.signal?.aborted) throw new HotfixkitError('INTERRUPTED', 'interrupted');
    const entries = await (folder.listing ?? list(join(root, folder.path)));
    if (!Array.isArray(entries)) {
      if (!options.onError) throw entries;
      options.onError(entries);
      continue;
    }
    const prefix = folder.path === '' ? '' : `${folder.path}/`;
    const files: string[] = [];
    const folders: string[] = [];
    for (const entry of entries) {
      if (isLeftoverName(entry.name)) continue;
      if (entry.isDirectory()) folders.push(entry.name);
      else if (entry.isFile()) files.push(entry.name);
    }
    for (const name of folders.sort().reverse()) waiting.push({ path: prefix + name, listing: null });
    for (let i = waiting.length - 1; i >= 0 && i >= waiting.length - AHEAD; i--) {
      waiting[i]!.listing ??= list(join(root, waiting[i]!.path));
    }
    yield { path: folder.path, files: files.sort() };
  }
}

async function list(path: string): Promise<Dirent[] | HotfixkitError> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    return diskError(error, 'FILE_READ', 'cannot be listed', path);
  }
}
