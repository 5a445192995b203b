import { type BigIntStats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { diskError } from './disk-error.js';

/** Shows whether a file is still the one that was read. */
export interface FileStamp {
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970, with fractions where the disk has them. */
  modified: number;
  /**
   * Times of the last change of content and of the entry itself, in nanoseconds, and the number of the file on its
   * disk: they differ for a file that was replaced, even if size and time were made equal. Zeros stand for unknown
   * values.
   */
  identity: string;
}

export function fileStamp(path: string): FileStamp {
  try {
    return stampOf(statSync(path, { bigint: true }));
  } catch (error) {
    throw diskError(error, 'FILE_READ', 'cannot be examined', path);
  }
}

/** {@link fileStamp} for many files at once. */
export async function fileStampLater(path: string): Promise<FileStamp> {
  try {
    return stampOf(await stat(path, { bigint: true }));
  } catch (error) {
    throw diskError(error, 'FILE_READ', 'cannot be examined', path);
  }
}

function stampOf({ size, mtimeNs, ctimeNs, ino }: BigIntStats): FileStamp {
  return {
    size: Number(size),
    modified: Number(mtimeNs / 1000n) / 1000,
    identity: `${mtimeNs} ${ctimeNs} ${ino}`,
  };
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw diskError(error, 'FILE_READ', 'cannot be opened', path);
  }
}
