import { HotfixkitError } from '../../core/errors.js';
import type { ChainLink } from './cabinet-chain.js';
import type { CabinetFile, CabinetFolder } from './cabinet-folder.js';

/**
 * Refuses files that share some of their bytes (zip bombs). Files with the same place and size are allowed: packagers
 * store a file once that an installation has several times. Throws `CONTAINER_OVERLAP`.
 */
export function refuseOverlaps(folders: readonly CabinetFolder[]): void {
  for (const folder of folders) {
    const files = folder.files
      .filter(({ size }) => size > 0)
      .sort((a, b) => a.folderOffset - b.folderOffset || a.size - b.size);
    let before = files[0];
    for (const file of files) {
      const isSame = file.folderOffset === before!.folderOffset && file.size === before!.size;
      if (!isSame && file.folderOffset < before!.folderOffset + before!.size) {
        throw new HotfixkitError('CONTAINER_OVERLAP', 'two files of the cabinet share some of their bytes', {
          entry: file.name,
          found: before!.name,
          offset: file.folderOffset,
        });
      }
      before = file;
    }
  }
}

/**
 * Bytes of the decoded files: their stated sizes, each limited to what its folder can give. The decoder reports damaged
 * sizes.
 */
export function possibleSize(files: Iterable<CabinetFile>): number {
  const possible = new Map<CabinetFolder, number>();
  let sum = 0;
  for (const { folder, size } of files) {
    let most = possible.get(folder);
    if (most === undefined) {
      most = Math.max(folder.countedOutput, folder.possibleOutput);
      possible.set(folder, most);
    }
    sum += Math.min(size, most);
  }
  return sum;
}

/** Bytes of the cabinets of a set, as far as they are there. */
export function packedSize(cabinets: readonly ChainLink[]): number {
  return cabinets.reduce((sum, { cabinet: { header, source } }) => {
    // An embedded cabinet ends at its stated size, or else at the end of its container.
    return sum + (header.size >= header.length ? Math.min(header.size, source.size) : source.size);
  }, 0);
}
