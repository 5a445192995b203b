import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Warning } from '../../core/errors.js';
import { FileSource } from '../../node/file-source.js';
import type { FolderEntry } from '../../node/folder.js';
import { FolderPackage } from '../../package/node/folder-package.js';
import { notSearched } from '../../package/not-searched.js';

/**
 * The other files of those folders of a tree that have files of the articles: archives and packages among them are not
 * searched, and the answer says so. Archives elsewhere in the tree concern other things.
 */
export class BesideFiles {
  readonly #root: string;
  readonly #paths: string[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  /** @param folder relative to the tree; empty for the tree itself */
  add(folder: string, names: readonly string[]): void {
    for (const name of names) this.#paths.push(folder === '' ? name : `${folder}/${name}`);
  }

  /** What {@link notSearched} says of them, by their names and first bytes. */
  warnings(isWanted: (path: string, name: string) => boolean): Warning[] {
    if (this.#paths.length === 0) return [];
    const content = new FolderPackage({
      files: () => this.#paths.flatMap((path) => this.#entry(path)),
      open: (path) => new FileSource(join(this.#root, path)),
    });
    return notSearched({ content, container: null, name: '' }, this.#root, isWanted);
  }

  #entry(path: string): FolderEntry[] {
    // A file that was removed meanwhile has nothing inside.
    const stat = statSync(join(this.#root, path), { throwIfNoEntry: false });
    return stat?.isFile() ? [{ path, size: stat.size, modified: stat.mtime }] : [];
  }
}
