import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { NeighbourFile } from '../../archive/archive-format.js';
import { diskError } from '../../node/disk-error.js';
import { FileSource } from '../../node/file-source.js';
import { Folder } from '../../node/folder.js';
import { isFolderEntry } from '../../node/folder-entry.js';
import { diskFolders, isPlainName } from '../install/disk-folders.js';
import type { OpenedSource, SourceFolder } from '../install/source-folder.js';

/** The folder on disk that contains a package. */
export class DiskSourceFolder implements SourceFolder {
  readonly path: string;
  readonly #folder: Folder;
  #beside: readonly string[] | null = null;

  constructor(path: string) {
    this.path = path;
    this.#folder = new Folder(path);
  }

  open(relative: string): OpenedSource | null {
    return this.#folder.open(relative);
  }

  find(relative: string): NeighbourFile | 'link' | null {
    const found = this.#folder.find(relative);
    if (found === null) return null;
    let path = this.path;
    for (const part of found.split('/')) {
      path = join(path, part);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat?.isSymbolicLink()) return 'link';
      if (!stat?.isFile()) continue;
      const file = path;
      return { size: stat.size, modified: stat.mtime, open: () => new FileSource(file) };
    }
    return null;
  }

  get doubled(): readonly (readonly string[])[] {
    return this.#folder.doubled;
  }

  /** The path of a file from this folder as the disk spells it; null where there is none. */
  nameOnDisk(relative: string): string | null {
    return this.#folder.find(relative);
  }

  openOnOtherDisk(name: string, disk: string): OpenedSource | null {
    const path = resolve(this.path);
    const parent = dirname(path);
    if (!isPlainName(name) || parent === path) return null;
    this.#beside ??= foldersIn(parent);
    for (const folder of diskFolders(basename(path), this.#beside, disk)) {
      const other = new Folder(join(parent, folder));
      const found = other.find(name);
      if (found === null || !lstatSync(join(other.path, found), { throwIfNoEntry: false })?.isFile())
        continue;
      const source = other.open(found);
      if (source) return source;
    }
    return null;
  }

  size(relative: string): number | null {
    const found = this.#stat(relative);
    return found?.isFile() ? found.size : null;
  }

  modified(relative: string): Date | null {
    return this.#stat(relative)?.mtime ?? null;
  }

  #stat(relative: string): Stats | null {
    const found = this.#folder.find(relative);
    return found === null ? null : (statSync(join(this.path, found), { throwIfNoEntry: false }) ?? null);
  }
}

/** Names of the folders in a folder, without links. Empty if listing is denied: it is optional. */
function foldersIn(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => isFolderEntry(path, entry))
      .map(({ name }) => name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM' || code === 'ENOENT') return [];
    throw diskError(error, 'FILE_READ', 'cannot be listed', path);
  }
}
