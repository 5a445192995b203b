import type { ByteSource } from '../../core/byte-source.js';

/** A file that was opened and that its user closes. */
export interface OpenedSource extends ByteSource {
  close(): void;
}

/** The files around a package: names are found whatever their letter case, `/` or `\\` between the parts. */
export interface SourceFolder {
  /** For people. */
  readonly path: string;
  /** Null where there is no such file. */
  open(relative: string): OpenedSource | null;
  /** Bytes; null where there is no such file. */
  size(relative: string): number | null;
  /** When the file was last written; null where there is no such file. */
  modified(relative: string): Date | null;
}

/** Of a package that was given by its bytes alone. */
export const noSourceFolder: SourceFolder = {
  path: '',
  open: () => null,
  size: () => null,
  modified: () => null,
};
