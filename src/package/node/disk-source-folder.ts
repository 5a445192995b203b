import { type Stats, statSync } from 'node:fs';
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
