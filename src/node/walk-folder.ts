import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HotfixkitError } from '../core/errors.js';
import { diskError } from './disk-error.js';
import { isLeftoverName } from './leftovers.js';
import { plainPath } from './windows-prefix.js';

/** Folders that are listed in advance: on a network share, listing takes waiting, not work. */
const AHEAD = 16;

export interface WalkOptions {
  /** Called for every folder that cannot be listed; the walk goes on. Without it the first one ends the walk. */
  onError?: (error: HotfixkitError) => void;
  signal?: AbortSignal;
}

/** What lies in one folder. */
export interface WalkedFolder {
  /** Relative to the start of the walk, `/` between the parts; empty for the start itself. */
  path: string;
  /** Names of its files, sorted. */
  files: string[];
  /** Symbolic links in it, which are not followed. */
  links: number;
  /** Names of pipes, sockets and devices in it, which are not opened. */
  others: string[];
}

/** What a folder holds, by name. */
interface Listing {
  files: string[];
  folders: string[];
  links: number;
  others: string[];
}

/**
 * Lists a folder and every folder below it, parents first, by name. Symbolic links are counted and not followed; files
 * that runs of this program left behind are skipped. Memory grows with the folders that are still to come, not with the
 * files.
 */
export async function* walkFolder(
  root: string,
  options: WalkOptions = {},
): AsyncGenerator<WalkedFolder, void, void> {
  const waiting: { path: string; listing: Promise<Listing | HotfixkitError> | null }[] = [
    { path: '', listing: null },
  ];
  const start = plainPath(root);
  for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
    if (options.signal?.aborted) throw new HotfixkitError('ABORTED', 'interrupted');
    const listing = await (folder.listing ?? list(join(start, folder.path)));
    if (listing instanceof HotfixkitError) {
      if (!options.onError) throw listing;
      options.onError(listing);
      continue;
    }
    const prefix = folder.path === '' ? '' : `${folder.path}/`;
    for (const name of listing.folders.reverse()) waiting.push({ path: prefix + name, listing: null });
    for (let i = waiting.length - 1; i >= 0 && i >= waiting.length - AHEAD; i--) {
      waiting[i]!.listing ??= list(join(start, waiting[i]!.path));
    }
    const { files, links, others } = listing;
    yield { path: folder.path, files, links, others };
  }
}

async function list(path: string): Promise<Listing | HotfixkitError> {
  const listing: Listing = { files: [], folders: [], links: 0, others: [] };
  let entries: Dirent[];
  try {
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    return diskError(error, 'FILE_READ', 'cannot be listed', path);
  }
  for (const entry of entries) {
    if (isLeftoverName(entry.name)) continue;
    const kind = entry.isSymbolicLink() ? await kindOfLink(join(path, entry.name)) : kindOf(entry);
    if (kind === 'folder') listing.folders.push(entry.name);
    else if (kind === 'file') listing.files.push(entry.name);
    else if (kind === 'link') listing.links++;
    else listing.others.push(entry.name);
  }
  listing.files.sort();
  listing.folders.sort();
  return listing;
}

type EntryKind = 'file' | 'folder' | 'link' | 'other';

function kindOf(entry: Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): EntryKind {
  if (entry.isSymbolicLink()) return 'link';
  return entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other';
}

/**
 * On Windows a listing calls every reparse point a link: deduplicated files and those of OneDrive too. `lstat` looks at
 * the tag and knows them apart.
 */
async function kindOfLink(path: string): Promise<EntryKind> {
  try {
    return kindOf(await lstat(path));
  } catch {
    // It was removed meanwhile, or may not be examined: counted with the links that were not followed.
    return 'link';
  }
}
