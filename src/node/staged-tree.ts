import { mkdirSync } from 'node:fs';
import { pathKey } from '../core/safe-path.js';
import { STAGED_TREE, type StagingFolder } from './staging-folder.js';
import { canAnchor } from './target-tree.js';

/** A longer path is not written there: it has to fit into the longest path of the system together with what is above. */
const LONGEST_PATH = 900;
/** The same on macOS, for the whole path in bytes. */
const LONGEST_WHOLE_PATH = 1000;

interface StagedFolder {
  /** Relative to the tree. */
  path: string;
  /** By {@link pathKey}; null for a file. */
  members: Map<string, StagedFolder | null>;
  /** The folder directly in the output folder that it is in, or is. */
  top: StagedTop;
}

interface StagedTop {
  /** Files below it. */
  files: number;
}

/**
 * Where the files of folders that the output folder does not have yet are written: as they will lie in it, so that each
 * such folder directly in the output folder is put in its place by one rename instead of one for each file.
 */
export class StagedTree {
  readonly #staging: StagingFolder;
  readonly #listRoot: () => readonly string[];
  /** What the output folder has, by {@link pathKey}; null until it is listed. */
  #taken: Set<string> | null = null;
  #isMade = false;
  readonly #tops = new Map<string, StagedFolder>();
  /** By path. */
  #folders = new Map<string, StagedFolder>();

  constructor(staging: StagingFolder, listRoot: () => readonly string[]) {
    this.#staging = staging;
    this.#listRoot = listRoot;
  }

  /**
   * The name in the staging folder under which a file can be written that goes to `path`. Null if it does not go into a
   * new folder, or if another file has that name: it is put in its place by itself.
   */
  reserve(path: string): string | null {
    const slash = path.lastIndexOf('/');
    if (slash < 0 || !this.#fits(path)) return null;
    const folder = this.#folder(path.slice(0, slash));
    if (!folder) return null;
    const name = path.slice(slash + 1);
    const key = pathKey(name);
    if (folder.members.has(key)) return null;
    folder.members.set(key, null);
    folder.top.files++;
    return `${STAGED_TREE}/${folder.path}/${name}`;
  }

  /** How many files were reserved below a new folder of the output folder. */
  countOf(top: string): number {
    return this.#folders.get(top)?.top.files ?? 0;
  }

  /** What was reserved so far has been put in its place: those folders are no longer new. */
  settle(): void {
    for (const key of this.#tops.keys()) this.#taken?.add(key);
    this.#tops.clear();
    this.#folders = new Map();
  }

  #folder(path: string): StagedFolder | null {
    const known = this.#folders.get(path);
    if (known) return known;
    let folder: StagedFolder | null = null;
    for (const part of path.split('/')) {
      const members: Map<string, StagedFolder | null> = folder?.members ?? this.#tops;
      const key = pathKey(part);
      const next: StagedFolder | null | undefined = members.get(key);
      if (next === null) return null;
      if (next) folder = next;
      else {
        if (!folder && this.#isTaken(key)) return null;
        const made: StagedFolder | null = this.#make(folder, part);
        if (!made) return null;
        members.set(key, made);
        folder = made;
      }
    }
    if (folder) this.#folders.set(path, folder);
    return folder;
  }

  #make(parent: StagedFolder | null, name: string): StagedFolder | null {
    const path = parent ? `${parent.path}/${name}` : name;
    try {
      // Nobody else gets into it, to put a link in the place of a folder on the way.
      if (!this.#isMade) mkdirSync(this.#staging.path(STAGED_TREE), 0o700);
      this.#isMade = true;
      mkdirSync(this.#staging.path(`${STAGED_TREE}/${path}`));
    } catch {
      // It may fail in its place as well, and is reported then.
      return null;
    }
    return { path, members: new Map(), top: parent?.top ?? { files: 0 } };
  }

  #isTaken(key: string): boolean {
    this.#taken ??= new Set(this.#listRoot().map(pathKey));
    return this.#taken.has(key);
  }

  #fits(path: string): boolean {
    if (path.length > LONGEST_PATH) return false;
    if (canAnchor || process.platform === 'win32') return true;
    return Buffer.byteLength(this.#staging.label(`${STAGED_TREE}/${path}`)) <= LONGEST_WHOLE_PATH;
  }
}
