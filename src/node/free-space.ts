import { statfsSync } from 'node:fs';

/** Bytes that may be written below a folder; null where it is not there or does not tell. */
export function freeSpace(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
