import type { ByteSource } from '../../core/byte-source.js';
import type { PortableExecutable } from './portable-executable.js';
import { readResourceDirectory } from './resource-directory.js';
import { readResourceTable } from './resource-table.js';

/** Numbers of predefined resource types. */
export const ResourceTypes = { rcData: 10, version: 16 } as const;

/** Where an executable keeps one resource. */
export interface Resource {
  /** A number, or the name of a type that the program made up. */
  readonly type: number | string;
  readonly name: number | string;
  /** Windows language identifier, 0 for neutral; 16-bit programs have no other. */
  readonly language: number;
  /** Offset of the data in the file. */
  readonly offset: number;
  /** Bytes that are there; fewer than the directory claims where `clamped`. */
  readonly size: number;
  readonly clamped: boolean;
}

/**
 * The resources of an executable in directory order, or those of one type: only the branches that lead there are read.
 * Throws `PE_BAD_RESOURCE` where the directory leads out of its section or has no end.
 */
export function readResources(
  source: ByteSource,
  executable: PortableExecutable,
  type?: number | string,
): IterableIterator<Resource> {
  return executable.kind === 'NE'
    ? readResourceTable(source, executable.headerOffset, type)
    : readResourceDirectory(source, executable, type);
}
