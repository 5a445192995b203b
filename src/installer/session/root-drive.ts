import { freeSpace } from '../../node/free-space.js';

const letters = 'CDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * ROOTDRIVE where nobody sets it (win32 docs, Msi/rootdrive): the drive with most free space, with a backslash; null
 * where no drive answers. Windows would take a writable network drive first; files that appear on a share that nobody
 * named would surprise people, so this does not.
 */
export function defaultRootDrive(freeSpaceOf: (path: string) => number | null = freeSpace): string | null {
  let best: { drive: string; free: number } | null = null;
  for (const letter of letters) {
    const drive = `${letter}:\\`;
    const free = freeSpaceOf(drive);
    if (free !== null && (best === null || free > best.free)) best = { drive, free };
  }
  return best?.drive ?? null;
}
