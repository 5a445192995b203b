import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { NeighbourFile } from '../../archive/archive-format.js';
import { FileSource } from '../../node/file-source.js';
import { Folder } from '../../node/folder.js';
import type { OpenedSource, SourceFolder } from '../install/source-folder.js';

/** The folder on disk that a package lies in. */
export class DiskSourceFolder implements SourceFolder {
  readonly path: string;
  readonly #folder: Folder;

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

  modified(relative: string): Date | null {
    const found = this.#folder.find(relative);
    if (found === null) return null;
    return statSync(join(this.path, found), { throwIfNoEntry: false })?.mtime ?? null;
  }
}
