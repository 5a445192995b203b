import { statSync } from 'node:fs';
import { join } from 'node:path';
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

  modified(relative: string): Date | null {
    const found = this.#folder.find(relative);
    if (found === null) return null;
    return statSync(join(this.path, found), { throwIfNoEntry: false })?.mtime ?? null;
  }
}
