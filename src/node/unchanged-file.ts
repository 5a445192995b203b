import { type FileIdentity, readIdentity } from './file-identity.js';
import { hashFile } from './hash.js';

/**
 * A file that still has the bytes that a record states: what identifies it on its disk. Null for one with other bytes, and
 * where there is none. Throws `FILE_READ`.
 *
 * @param sha256 lower-case hexadecimal
 */
export function unchangedFile(path: string, sha256: string): FileIdentity | null {
  const identity = readIdentity(path);
  return identity && hashFile(path, 'sha256') === sha256 ? identity : null;
}
