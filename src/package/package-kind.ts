import type { ByteSource } from '../core/byte-source.js';
import { startsLikeCabinet } from '../formats/cab/cf-header.js';
import { CompoundFile, isCompoundFile } from '../formats/cfb/compound-file.js';
import { databaseKindOfClass } from '../msi/database-kind.js';

/**
 * The kind of a file by its bytes, not its name; null for anything that is not a known package. A merge module
 * differs from an installation package only in its tables, and is returned as `msi`.
 */
export function packageKindOf(source: ByteSource): 'cab' | 'msi' | 'msp' | 'mst' | null {
  const head = source.read(0, Math.min(8, source.size));
  if (startsLikeCabinet(head)) return 'cab';
  if (!isCompoundFile(head)) return null;
  return databaseKindOfClass(CompoundFile.open(source).root.clsid);
}
