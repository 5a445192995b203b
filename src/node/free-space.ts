import { statfsSync } from 'node:fs';

/** Bytes that may be written below a folder; null where that is unknown. */
export function freeSpace(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
