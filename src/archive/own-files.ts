import { HotfixkitError } from '../core/errors.js';

/** The files of one archive, to check that files to decode belong to it. */
export class OwnFiles<File extends object> {
  readonly #files: readonly File[];
  #known: ReadonlySet<object> | null = null;

  constructor(files: readonly File[]) {
    this.#files = files;
  }

  /** Throws `INTERNAL` for a file of another archive. */
  one(file: object): File {
    this.#known ??= new Set(this.#files);
    if (!this.#known.has(file)) throw new HotfixkitError('INTERNAL', 'this file belongs to another archive');
    return file as File;
  }

  all(files: readonly object[]): File[] {
    return files.map((file) => this.one(file));
  }
}
