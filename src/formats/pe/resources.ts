import type { ByteSource } from '../../core/byte-source.js';
import type { PortableExecutable } from './portable-executable.js';
import type { Resource } from './resource.js';
import { readResourceDirectory } from './resource-directory.js';
import { readResourceTable } from './resource-table.js';

/**
 * The resources of an executable in directory order, or those of one type: only the branches for them are read. Throws
 * `PE_BAD_RESOURCE` where the directory leaves its section or exceeds the entry limit.
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
