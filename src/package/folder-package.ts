import { HotfixkitError, type Warning } from '../errors.js';
import { Folder } from '../fs/folder.js';
import { linksNotFollowed } from '../fs/links-not-followed.js';
import { looseParts } from './loose-parts.js';
import type { FilePart, PackageContent, PackageFile } from './package-content.js';
import type { OpenedSource } from './source-folder.js';

interface FolderFile extends PackageFile {
  readonly time: Date;
}

/** The files below a folder on disk, as a package. */
export class FolderPackage implements PackageContent {
  readonly kind = 'folder';
  readonly files: readonly FolderFile[];
  readonly warnings: readonly Warning[];
  readonly #folder: Folder;

  constructor(path: string) {
    this.#folder = new Folder(path);
    this.files = this.#folder.files().map((entry) => ({
      key: entry.path,
      name: entry.path.slice(entry.path.lastIndexOf('/') + 1),
      targetPath: entry.path,
      sourcePath: entry.path,
      sourceShortPath: null,
      size: entry.size,
      version: null,
      language: null,
      attributes: null,
      component: null,
      feature: null,
      media: null,
      cabinet: null,
      selected: true,
      md5: null,
      readOnly: false,
      time: entry.modified,
    }));
    this.warnings = linksNotFollowed(this.#folder.links, path);
  }

  check(): void {}

  modified(file: PackageFile): Date | null {
    return (file as FolderFile).time;
  }

  batches(files: readonly PackageFile[]): PackageFile[][] {
    return files.map((file) => [file]);
  }

  *decode(files: readonly PackageFile[]): Generator<FilePart, void, void> {
    for (const file of files) {
      const source = this.#folder.open(file.key);
      if (!source) throw new HotfixkitError('FILE_CHANGED', 'a file has vanished', { file: file.key });
      try {
        yield* looseParts(file, source);
      } finally {
        source.close();
      }
    }
  }

  openLoose(file: PackageFile): OpenedSource | null {
    return this.#folder.open(file.key);
  }

  close(): void {}
}
