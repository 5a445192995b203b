import type { ByteSource } from '../core/byte-source.js';
import { CompoundFile, isCompoundFile } from '../formats/cfb/compound-file.js';
import type { PackageKind } from './package-content.js';

/** Root storage CLSIDs (FACTS of the format: an .msm and a .cub carry the one of .msi). */
const databaseKinds: Readonly<Record<string, PackageKind>> = {
  '{000C1084-0000-0000-C000-000000000046}': 'msi',
  '{000C1082-0000-0000-C000-000000000046}': 'mst',
  '{000C1086-0000-0000-C000-000000000046}': 'msp',
};

/**
 * What the bytes say a file is, whatever its name; null for anything that is no package known here. A merge module
 * is told from an installation package by its tables only and comes back as `msi`.
 */
export function packageKindOf(source: ByteSource): PackageKind | null {
  const head = source.read(0, Math.min(8, source.size));
  if (isCabinet(head)) return 'cab';
  if (!isCompoundFile(head)) return null;
  return databaseKinds[CompoundFile.open(source).root.clsid] ?? null;
}

/** Whether bytes begin with the signature of a CFHEADER, `MSCF`. */
export function isCabinet(head: Uint8Array): boolean {
  return head.length >= 4 && head[0] === 0x4d && head[1] === 0x53 && head[2] === 0x43 && head[3] === 0x46;
}
