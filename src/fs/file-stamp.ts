import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { diskError } from './disk-error.js';

/** What tells whether a file is still the one that was read. */
export interface FileStamp {
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970, with fractions where the disk has them. */
  modified: number;
}

export function fileStamp(path: string): FileStamp {
  try {
    const { size, mtimeMs } = statSync(path);
    return { size, modified: mtimeMs };
  } catch (error) {
    throw diskError(error, 'FILE_READ', 'cannot be looked at', path);
  }
}

/** {@link fileStamp} for many files at once. */
export async function fileStampLater(path: string): Promise<FileStamp> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { size, modified: mtimeMs };
  } catch (error) {
    throw diskError(error, 'FILE_READ', 'cannot be looked at', path);
  }
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw diskError(error, 'FILE_READ', 'cannot be opened', path);
  }
}
