import { statSync } from 'node:fs';
import { join } from 'node:path';
import { formatNotRead } from '../../archive/unsupported.js';
import type { Warning } from '../../core/errors.js';
import { groupDigits } from '../../core/plural.js';
import { FileSource } from '../../node/file-source.js';
import type { FolderEntry } from '../../node/folder.js';
import { containerExtensions, extensionOf } from '../../package/containers-in-folder.js';
import { FolderPackage } from '../../package/node/folder-package.js';
import { isImageDatabase, notSearched } from '../../package/not-searched.js';

/** Paths that a note lists. */
const LISTED = 3;
/** Databases elsewhere that are opened to tell whether they are those of images. */
const EXAMINED = 100;

/**
 * The other files of a tree. In folders that have files of the articles, archives and packages among them are not searched, and a
 * warning says so. Archives elsewhere in the tree concern other things, as far as their names tell: a note counts them.
 */
export class BesideFiles {
  readonly #root: string;
  readonly #paths: string[] = [];
  readonly #elsewhere: string[] = [];
  #count = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** @param folder relative to the tree; empty for the tree itself */
  add(folder: string, names: readonly string[]): void {
    for (const name of names) this.#paths.push(folder === '' ? name : `${folder}/${name}`);
  }

  /** Takes the names of a folder without files of the articles. */
  addElsewhere(folder: string, names: readonly string[]): void {
    for (const name of names) {
      if (!containerExtensions.has(extensionOf(name)) && formatNotRead(name) === null) continue;
      const path = folder === '' ? name : `${folder}/${name}`;
      if (this.#elsewhere.length < EXAMINED && this.#isImage(path)) continue;
      this.#count++;
      if (this.#elsewhere.length < EXAMINED) this.#elsewhere.push(path);
    }
  }

  /** Says how many archives lie elsewhere. */
  notes(): Warning[] {
    if (this.#count === 0) return [];
    const [are, they] = this.#count === 1 ? ['was', 'archive or package'] : ['were', 'archives and packages'];
    const where = `in folders without files of the articles ${are} not looked at`;
    const more = this.#count > LISTED ? ` and ${groupDigits(this.#count - LISTED)} more` : '';
    const message = `${groupDigits(this.#count)} ${they} ${where}: ${this.#elsewhere.slice(0, LISTED).join(', ')}${more}`;
    return [{ code: 'SCAN_NOT_SEARCHED', message, file: this.#root }];
  }

  /** The database of an image has no files in itself. */
  #isImage(path: string): boolean {
    return this.#package([path]).files.some(isImageDatabase);
  }

  /** What {@link notSearched} says of them, by their names and first bytes. */
  warnings(isWanted: (path: string, name: string) => boolean): Warning[] {
    if (this.#paths.length === 0) return [];
    const content = this.#package(this.#paths);
    return notSearched({ content, container: null, name: '' }, this.#root, isWanted);
  }

  #package(paths: readonly string[]): FolderPackage {
    return new FolderPackage({
      files: () => paths.flatMap((path) => this.#entry(path)),
      open: (path) => new FileSource(join(this.#root, path)),
    });
  }

  #entry(path: string): FolderEntry[] {
    // A file that was removed meanwhile has nothing inside.
    const stat = statSync(join(this.#root, path), { throwIfNoEntry: false });
    return stat?.isFile() ? [{ path, size: stat.size, modified: stat.mtime }] : [];
  }
}
