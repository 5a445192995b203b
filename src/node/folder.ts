import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathKey } from '../core/safe-path.js';
import { lastPartAt } from '../core/safe-paths.js';
import { openWithPatience, type ReadPlace } from './busy.js';
import { diskError } from './disk-error.js';
import { FileSource } from './file-source.js';
import type { LeftOutEntries } from './left-out-entries.js';
import { isLeftoverName } from './leftovers.js';

/** A file in a folder. The size is in bytes, the time UTC. */
export interface FolderEntry {
  /** Relative to the folder, `/` between the parts, spelled as on disk. */
  path: string;
  size: number;
  modified: Date;
}

/** The names in one folder, the first of each key, and all of the keys that have several. */
interface Listing {
  names: ReadonlySet<string>;
  byKey: ReadonlyMap<string, string>;
  doubled: ReadonlyMap<string, readonly string[]>;
}

/**
 * A folder in which names are found in any letter case, as on Windows. Each listing is read once, so later changes of
 * the folder are not seen.
 */
export class Folder {
  readonly path: string;
  readonly #listings = new Map<string, Listing>();
  /** Folders that were looked for, by the path asked for. */
  readonly #found = new Map<string, string | null>();
  readonly #place: ReadPlace;
  readonly #doubled = new Map<string, readonly string[]>();
  #links: string[] = [];
  #others: string[] = [];

  constructor(path: string, place: ReadPlace = {}) {
    this.path = path;
    this.#place = place;
  }

  /** The path as spelled on disk, or null. An exact spelling wins over one that differs in case, or in `\\` for `/`. */
  find(relative: string): string | null {
    // Outside Windows, names of files may hold a backslash.
    if (relative.includes('\\') && this.#isListed(relative)) return relative;
    const at = lastPartAt(relative);
    const folder = this.#findFolder(relative.slice(0, at));
    const found = folder === null ? null : this.#findIn(folder, relative.slice(at));
    return found === '' ? null : found;
  }

  /** The same for the folder part of paths, which many files share. */
  #findFolder(relative: string): string | null {
    let found = this.#found.get(relative);
    if (found === undefined) {
      found = '';
      for (const part of relative.split(/[\\/]/)) {
        if (found !== null) found = this.#findIn(found, part);
      }
      this.#found.set(relative, found);
    }
    return found;
  }

  #findIn(folder: string, part: string): string | null {
    if (part === '' || part === '.') return folder;
    if (part === '..') return null;
    const { names, byKey, doubled } = this.#list(folder);
    const next = names.has(part) ? part : byKey.get(pathKey(part));
    if (next === undefined) return null;
    const same = doubled.size === 0 ? undefined : doubled.get(pathKey(next));
    if (same) this.#doubled.set(`${folder}/${pathKey(next)}`, same);
    return folder === '' ? next : `${folder}/${next}`;
  }

  /** The file as bytes, for the caller to close; null where there is none. */
  open(relative: string): FileSource | null {
    const found = this.find(relative);
    if (found === null || !this.isFile(found)) return null;
    return new FileSource(join(this.path, found), { ...this.#place, isFile: true });
  }

  /** Names that {@link find} chose between, because they differ in letter case alone. On Windows there is one of them. */
  get doubled(): readonly (readonly string[])[] {
    return [...this.#doubled.values()];
  }

  /** Whether the path, spelled as on disk, is that of a file. It is not opened. */
  isFile(path: string): boolean {
    return statSync(join(this.path, path), { throwIfNoEntry: false })?.isFile() === true;
  }

  /** What the last {@link files} found and left out. */
  get leftOut(): LeftOutEntries {
    return { links: this.#links.length, others: this.#others };
  }

  /** Paths of the symbolic links that the last {@link files} found and did not follow, relative to the folder, sorted. */
  get linkPaths(): readonly string[] {
    return this.#links;
  }

  /**
   * Every file below the folder, sorted by path; symbolic links are not followed, pipes, sockets and devices not opened. Files
   * that runs of this program left behind are skipped.
   */
  files(): FolderEntry[] {
    const entries: FolderEntry[] = [];
    this.#links = [];
    this.#others = [];
    const walk = (relative: string): void => {
      for (const name of this.#list(relative).names) {
        const path = relative === '' ? name : `${relative}/${name}`;
        const stat = look(join(this.path, path));
        if (stat.isDirectory()) walk(path);
        else if (stat.isSymbolicLink()) this.#links.push(path);
        else if (stat.isFile()) entries.push({ path, size: stat.size, modified: stat.mtime });
        else this.#others.push(path);
      }
    };
    walk('');
    this.#links.sort();
    this.#others.sort();
    return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Whether this is a path as {@link files} gives them. */
  #isListed(path: string): boolean {
    let folder = '';
    return path.split('/').every((name) => {
      const isThere = this.#list(folder).names.has(name);
      folder = folder === '' ? name : `${folder}/${name}`;
      return isThere;
    });
  }

  #list(relative: string): Listing {
    let listing = this.#listings.get(relative);
    if (!listing) {
      const names = new Set<string>();
      const byKey = new Map<string, string>();
      const doubled = new Map<string, string[]>();
      listing = { names, byKey, doubled };
      try {
        for (const name of openWithPatience(() => readdirSync(join(this.path, relative)), this.#place)) {
          if (isLeftoverName(name)) continue;
          names.add(name);
          const key = pathKey(name);
          const first = byKey.get(key);
          if (first === undefined) byKey.set(key, name);
          else if (doubled.has(key)) doubled.get(key)!.push(name);
          else doubled.set(key, [first, name]);
        }
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code !== 'ENOENT' && code !== 'ENOTDIR')
          throw diskError(error, 'FILE_READ', 'cannot be listed', join(this.path, relative));
      }
      this.#listings.set(relative, listing);
    }
    return listing;
  }
}

function look(path: string): Stats {
  try {
    return lstatSync(path);
  } catch (error) {
    throw diskError(error, 'FILE_READ', 'cannot be examined', path);
  }
}
