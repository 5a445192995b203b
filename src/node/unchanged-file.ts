import { type FileIdentity, readIdentity } from './file-identity.js';
import { FileSource } from './file-source.js';
import { hashSource } from './hash.js';

/**
 * A file that still has the bytes that a record states: what identifies it on its disk. Null for one with other bytes, and
 * where there is none. Throws `FILE_READ`.
 *
 * @param sha256 lower-case hexadecimal
 */
export function unchangedFile(path: string, sha256: string): FileIdentity | null {
  const identity = readIdentity(path);
  if (!identity) return null;
  const source = new FileSource(path);
  try {
    return hashSource(source, 'sha256') === sha256 ? identity : null;
  } finally {
    source.close();
  }
}
