import { close, closeSync, constants, fsync, fsyncSync, open, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { withPatienceLater } from './busy.js';
import { diskError } from './disk-error.js';

/** Files that are flushed at a time: the disk does many at nearly the cost of one. */
const FLUSHES = 16;

const openLater = promisify(open);
const flushLater = promisify(fsync);
const closeLater = promisify(close);

/** Flushes files to disk, several at a time. Throws `FILE_WRITE` and other codes of the disk. */
export async function flushFiles(files: readonly { path: string; label: string }[]): Promise<void> {
  let next = 0;
  let failure: unknown = null;
  const flushOnes = async (): Promise<void> => {
    for (let file = files[next++]; file && failure === null; file = files[next++]) {
      try {
        // Windows flushes only what is open for writing.
        const { path } = file;
        const flags = process.platform === 'win32' ? 'r+' : 'r';
        const descriptor = await withPatienceLater(() => openLater(path, flags));
        try {
          await flushLater(descriptor);
        } finally {
          await closeLater(descriptor);
        }
      } catch (error) {
        failure = diskError(error, 'FILE_WRITE', 'cannot be written to disk', file.label);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(FLUSHES, files.length) }, flushOnes));
  if (failure !== null) throw failure;
}

/**
 * Flushes the names in a folder to disk. A disk that cannot flush a folder flushes the names together with the files.
 */
export function flushFolder(path: string, label: string): void {
  if (process.platform === 'win32') return;
  const { O_RDONLY, O_DIRECTORY } = constants;
  let descriptor: number;
  try {
    // `O_DIRECTORY` refuses a pipe that took its place, which would block.
    descriptor = openSync(path, O_RDONLY | O_DIRECTORY);
  } catch (error) {
    throw diskError(error, 'FILE_WRITE', 'cannot be written to disk', label);
  }
  try {
    fsyncSync(descriptor);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EINVAL' && code !== 'ENOTSUP')
      throw diskError(error, 'FILE_WRITE', 'cannot be written to disk', label);
  } finally {
    closeSync(descriptor);
  }
}
