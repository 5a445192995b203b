import type { NeighbourFile, Neighbours } from '../../archive/archive-format.js';
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
  /**
   * A cabinet of a set in the folder of another disk, as makecab lays them out beside each other; null where there is none.
   * Links are not followed.
   */
  openOnOtherDisk?(name: string, disk: string): OpenedSource | null;
  /** Bytes; null where there is no such file. */
  size(relative: string): number | null;
  /** When the file was last written; null where there is no such file. */
  modified(relative: string): Date | null;
}

/** A cabinet that another one names, or the Media table: beside the package, or in the folder of another disk. */
export function openCabinetFile(folder: SourceFolder, name: string, disk = ''): OpenedSource | null {
  return folder.open(name) ?? folder.openOnOtherDisk?.(name, disk) ?? null;
}

/** What a container in a folder finds beside it. */
export function neighboursOf(folder: SourceFolder): Neighbours {
  return {
    open: (name, disk) => openCabinetFile(folder, name, disk),
    find: (name) => folder.find(name),
  };
}

/** Of a package that was given by its bytes alone. */
export const noSourceFolder: SourceFolder = {
  path: '',
  open: () => null,
  find: () => null,
  size: () => null,
  modified: () => null,
};
