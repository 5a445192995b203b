import type { NeighbourFile } from '../../archive/archive-format.js';
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
  /** The same for a name that is not to be trusted: `link` where a symbolic link is on the way, which is not followed. */
  find(relative: string): NeighbourFile | 'link' | null;
  /** When the file was last written; null where there is no such file. */
  modified(relative: string): Date | null;
}

/** Of a package that was given by its bytes alone. */
export const noSourceFolder: SourceFolder = {
  path: '',
  open: () => null,
  find: () => null,
  modified: () => null,
};
