import { type ByteSource, SliceSource } from '../core/byte-source.js';
import { CompoundFile } from '../formats/cfb/compound-file.js';
import { findCompoundFiles } from '../formats/cfb/find-compound-files.js';
import { databaseKindOfClass } from '../msi/database-kind.js';
import type { StoredFile } from './stored-container.js';

/** Maximum in one file. No packager writes more. */
const MOST = 64;

/** A package stored uncompressed in another file. */
export interface FoundDatabase extends StoredFile {
  readonly offset: number;
}

/**
 * Finds packages and patches stored uncompressed in a file, as in the resources of a program. They have no names
 * there and are named by their offset plus `base` bytes.
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
