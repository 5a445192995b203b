import { openPackage, readPackageFile } from 'hotfixkit';
import { BufferSource } from 'hotfixkit/cab';
import { readVersionInfo } from 'hotfixkit/pe';

/** One file into memory, and what it says of itself. */
export async function versionInside(blob: Blob, name: string) {
  await using pkg = await openPackage(blob);
  const bytes = readPackageFile(pkg, name);
  return { size: bytes.length, info: readVersionInfo(new BufferSource(bytes)) };
}
