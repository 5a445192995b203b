import type { ByteSource } from '../core/byte-source.js';
import { startsLikeCabinet } from '../formats/cab/cf-header.js';
import { CompoundFile, isCompoundFile } from '../formats/cfb/compound-file.js';
import { databaseKindOfClass } from '../msi/database-kind.js';

/**
 * What the bytes say a file is, whatever its name; null for anything that is no package known here. A merge module
 * is told from an installation package by its tables only and comes back as `msi`.
 */
export function packageKindOf(source: ByteSource): 'cab' | 'msi' | 'msp' | 'mst' | null {
  const head = source.read(0, Math.min(8, source.size));
  if (startsLikeCabinet(head)) return 'cab';
  if (!isCompoundFile(head)) return null;
  return databaseKindOfClass(CompoundFile.open(source).root.clsid);
}
