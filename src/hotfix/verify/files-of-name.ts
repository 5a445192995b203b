import { groupBy } from '../../core/group-by.js';
import { nameKey } from '../../core/name-key.js';
import type { FileFacts } from './compare-file.js';
import { canonicalPlatform, type Platform, platformOfPath } from './platform.js';

/** A file that rows of its name may be about. */
export interface Candidate {
  /** Its place among the files, which are in the order of preference. */
  index: number;
  file: FileFacts;
  /** Folders on the way, for the order of preference. */
  depth: number;
  /** The processor that the nearest folder is named for. */
  folder: Platform | null;
  /** The folders on the way, in upper case. */
  folders: readonly string[];
}

/** The files of one name in the order of preference: made once for all tables that have the name. */
export class FilesOfName {
  readonly candidates: readonly Candidate[];
  #inFolder: ReadonlyMap<string, readonly Candidate[]> | null = null;

  constructor(files: readonly FileFacts[]) {
    const candidates = files.map((file) => ({
      index: 0,
      file,
      depth: file.path.split(/[\\/]/).length,
      folder: platformOfPath(file.path),
      folders: foldersOf(file.path),
    }));
    for (const [index, candidate] of candidates.sort(byPath).entries()) candidate.index = index;
    this.candidates = candidates;
  }

  /** The files that lie in a folder of this name or meaning. */
  inFolder(folder: string): readonly Candidate[] {
    this.#inFolder ??= groupBy(this.candidates, ({ folders }) => folderKey(folders.at(-1) ?? ''));
    return this.#inFolder.get(folderKey(folder)) ?? [];
  }
}

/** The folders on the way to a file, in upper case. */
export const foldersOf = (path: string): string[] => nameKey(path).split(/[\\/]/).slice(0, -1);

/** The same for folders of one meaning: `i386` is `x86`. */
export const folderKey = (folder: string): string => canonicalPlatform(folder) ?? folder;

function isNumbered({ file: { name, path } }: Candidate): boolean {
  return !path.endsWith(name);
}

function byPath(a: Candidate, b: Candidate): number {
  if (a.depth !== b.depth) return a.depth - b.depth;
  // Of files with one name in a container, one has it and the others have numbers.
  if (isNumbered(a) !== isNumbered(b)) return isNumbered(a) ? 1 : -1;
  return a.file.path < b.file.path ? -1 : a.file.path > b.file.path ? 1 : 0;
}
