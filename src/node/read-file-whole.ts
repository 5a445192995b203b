import { readAll } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { FileSource } from './file-source.js';

/** For files that are only useful whole; more than this does not fit into one array. */
const LIMIT = 2 ** 31;

/** A whole file in memory. Throws `FILE_NOT_FOUND`, `FILE_READ`. */
export function readFileWhole(path: string): Uint8Array {
  const source = new FileSource(path);
  try {
    if (source.size > LIMIT) {
      throw new HotfixkitError('FILE_READ', 'the file is too large to be read at once', {
        file: path,
        found: source.size,
      });
    }
    return readAll(source).slice();
  } finally {
    source.close();
  }
}
