import { HotfixkitError, type Warning } from '../errors.js';
import { Folder, type FolderEntry } from '../fs/folder.js';
import { looseParts } from './loose-parts.js';
import type { FilePart, PackageContent, PackageFile } from './package-content.js';
import type { OpenedSource } from './source-folder.js';

interface FolderFile extends PackageFile {
  readonly time: Date;
}

/** Where the files of a {@link FolderPackage} are found. */
export interface FolderReader {
  files(): readonly FolderEntry[];
  open(path: string): OpenedSource | null;
}

/** The files below a folder, as a package. */
export class FolderPackage implements PackageContent {
  readonly kind = 'folder';
  readonly files: readonly FolderFile[];
  readonly warnings: readonly Warning[] = [];
  readonly #folder: FolderReader;

  /** @param folder its path on disk, or whoever knows the files */
  constructor(folder: string | FolderReader) {
    this.#folder = typeof folder === 'string' ? new Folder(folder) : folder;
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
