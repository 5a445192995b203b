import type { NeighbourFile, Neighbours } from '../../archive/archive-format.js';
import type { ByteSource } from '../../core/byte-source.js';

/** An open file, which the caller closes. */
export interface OpenedSource extends ByteSource {
  /** Its bytes are kept by this run alone, so that no other program changes them. */
  readonly isHeld?: boolean;
  close(): void;
}

/** The files around a package: names are case-insensitive, with `/` or `\\` between the parts. */
export interface SourceFolder {
  /** For messages. */
  readonly path: string;
  /** Null if there is no such file. */
  open(relative: string): OpenedSource | null;
  /** The same for an untrusted name: `link` if the path contains a symbolic link, which is not followed. */
  find(relative: string): NeighbourFile | 'link' | null;
  /**
   * A cabinet of a set in the sibling folder of another disk, as makecab lays them out; null if absent.
   * Links are not followed.
   */
  openOnOtherDisk?(name: string, disk: string): OpenedSource | null;
  /** Where an absent file is to be, if something around the package says so, and where to get it; else null. */
  whyAbsent?(relative: string): string | null;
  /** Names of files that were asked for and of which there are several that differ in letter case alone; absent: none. */
  readonly doubled?: readonly (readonly string[])[];
  /** Bytes; null if there is no such file. */
  size(relative: string): number | null;
  /** Last write time; null if there is no such file. */
  modified(relative: string): Date | null;
}

/**
 * A cabinet named by another one or by the Media table: beside the package, or in the folder of another disk; only there
 * with `elsewhere`.
 */
export function openCabinetFile(
  folder: SourceFolder,
  name: string,
  disk = '',
  elsewhere = false,
): OpenedSource | null {
  return (elsewhere ? null : folder.open(name)) ?? folder.openOnOtherDisk?.(name, disk) ?? null;
}

/** The surroundings of a container in a folder. */
export function neighboursOf(folder: SourceFolder): Neighbours {
  return {
    open: (name, disk, elsewhere) => openCabinetFile(folder, name, disk, elsewhere),
    find: (name) => folder.find(name),
  };
}

/** For a package opened from bytes, which has no folder. */
export const noSourceFolder: SourceFolder = {
  path: '',
  open: () => null,
  find: () => null,
  size: () => null,
  modified: () => null,
};
