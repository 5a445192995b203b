import { type FileIdentity, readIdentity } from './file-identity.js';
import { hashFile } from './hash.js';

/**
 * Identifies a file whose bytes are still those that a record states. Null for a file with other bytes, for a link, and
 * where there is no file. It lies where this run writes. Throws `FILE_READ`.
 *
 * @param sha256 lower-case hexadecimal
 */
export function unchangedFile(path: string, sha256: string): FileIdentity | null {
  const identity = readIdentity(path);
  return identity && hashFile(path, 'sha256', { isOutput: true }) === sha256 ? identity : null;
}
