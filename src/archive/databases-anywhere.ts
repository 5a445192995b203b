import { type ByteSource, SliceSource } from '../core/byte-source.js';
import { CompoundFile } from '../formats/cfb/compound-file.js';
import { findCompoundFiles } from '../formats/cfb/find-compound-files.js';
import { databaseKindOfClass } from '../msi/database-kind.js';
import type { StoredFile } from './stored-container.js';

/** More in one file were not put there by a packager. */
const MOST = 64;

/** A package that lies in another file as it is. */
export interface FoundDatabase extends StoredFile {
  readonly offset: number;
}

/**
 * Packages and patches that lie in a file as they are, wherever: in the resources of a program, say. They have no names
 * there and are called by their offset, which counts `base` bytes more.
 */
export function databasesAnywhere(source: ByteSource, base = 0): FoundDatabase[] {
  const found: FoundDatabase[] = [];
  for (const { offset, size } of findCompoundFiles(source)) {
    const own = new SliceSource(source, offset, size);
    const kind = databaseKindOfClass(CompoundFile.open(own).root.clsid);
    if (kind === null) continue;
    found.push({ path: `at-${base + offset}.${kind}`, source: own, offset });
    if (found.length === MOST) break;
  }
  return found;
}
