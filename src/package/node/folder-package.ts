import { OwnFiles } from '../../archive/own-files.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { Folder, type FolderEntry } from '../../node/folder.js';
import { leftOutEntries } from '../../node/left-out-entries.js';
import { hasLeftovers } from '../../node/leftovers.js';
import { quotedPath } from '../../node/user-path.js';
import { CheckedPackageFile } from '../checked-package-file.js';
import { sourceFileParts } from '../install/source-file-parts.js';
import type { OpenedSource } from '../install/source-folder.js';
import type { FilePart, PackageContent, PackageFile, PackageFileFacts } from '../package-content.js';
import { plainFileFacts } from '../plain-file-facts.js';

/** The files may mix two states, so no result for them is valid. */
export function halfWritten(file: string): Warning {
  return {
    code: 'FOLDER_HALF_WRITTEN',
    message: `hotfixkit is writing in this folder, or was killed while it did: the folder may be incomplete; wait, or run: hotfixkit recover ${quotedPath(file)}`,
    file,
  };
}

/** Finds the files of a {@link FolderPackage}. */
export interface FolderReader {
  /** The files of the folder and below it, by path; with what a package states of them, where they come from one. */
  files(): readonly (FolderEntry & Partial<Pick<PackageFileFacts, 'md5' | 'version'>>)[];
  /** Opens a file; null if absent. */
  open(path: string): OpenedSource | null;
}

/** The files below a folder, as a package. */
export class FolderPackage implements PackageContent {
  readonly kind = 'folder';
  readonly files: readonly FolderFile[];
  readonly warnings: readonly Warning[];
  readonly #folder: FolderReader;
  readonly #own: OwnFiles<FolderFile>;

  /** @param folder its path on disk, or a reader of its files */
  constructor(folder: string | FolderReader) {
    this.#folder = typeof folder === 'string' ? new Folder(folder) : folder;
    this.files = this.#folder.files().map((entry) => new FolderFile(entry, this.#folder));
    this.#own = new OwnFiles(this.files);
    this.warnings =
      this.#folder instanceof Folder
        ? [
            ...leftOutEntries(this.#folder.leftOut, this.#folder.path),
            ...(hasLeftovers(this.#folder.path) ? [halfWritten(this.#folder.path)] : []),
          ]
        : [];
  }

  check(): void {}

  batches(files: readonly PackageFile[]): PackageFile[][] {
    return files.map((file) => [file]);
  }

  *decode(files: readonly PackageFile[]): Generator<FilePart, void, void> {
    for (const file of this.#own.all(files)) yield* file.parts();
  }

  close(): void {}
}

class FolderFile extends CheckedPackageFile {
  readonly #modified: Date;
  readonly #folder: FolderReader;

  constructor(
    { path, size, modified, ...stated }: ReturnType<FolderReader['files']>[number],
    folder: FolderReader,
  ) {
    super({ ...plainFileFacts(path, size), ...stated });
    this.#modified = modified;
    this.#folder = folder;
  }

  modified(): Date {
    return this.#modified;
  }

  override openInPlace(): OpenedSource | null {
    return this.#folder.open(this.key);
  }

  override *parts(): Generator<FilePart, void, void> {
    const source = this.openInPlace();
    if (!source)
      throw new HotfixkitError('FILE_CHANGED', 'a file was removed while the folder was read', {
        file: this.key,
      });
    try {
      yield* sourceFileParts<PackageFile>(this, source);
    } finally {
      source.close();
    }
  }
}
