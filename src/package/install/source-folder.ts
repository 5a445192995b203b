import type { ByteSource } from '../../core/byte-source.js';

/** An open file, which the caller closes. */
export interface OpenedSource extends ByteSource {
  close(): void;
}

/** The files around a package: names are found whatever their letter case, `/` or `\\` between the parts. */
export interface SourceFolder {
  /** For people. */
  readonly path: string;
  /** Null where there is no such file. */
  open(relative: string): OpenedSource | null;
  /** When the file was last written; null where there is no such file. */
  modified(relative: string): Date | null;
}

/** The folder of a package that was opened from bytes: it has no files. */
export const noSourceFolder: SourceFolder = { path: '', open: () => null, modified: () => null };
