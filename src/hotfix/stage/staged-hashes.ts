import { HotfixkitError } from '../../core/errors.js';
import { hashFile } from '../../node/hash.js';
import type { PendingFile } from '../../node/output-folder.js';

/**
 * The SHA-256 of staged files, by path; lower-case hexadecimal. Those that nobody calculated while they were written are read
 * again.
 *
 * @param wanted selects files by path; default all
 */
export function hashStagedFiles(
  files: readonly PendingFile[],
  wanted: (path: string) => boolean = () => true,
): Map<string, string> {
  const hashes = new Map<string, string>();
  for (const { path, staged, sha256 } of files) {
    if (!wanted(path)) continue;
    hashes.set(path, sha256 ?? hashFile(staged, 'sha256'));
  }
  return hashes;
}

/**
 * Compares the hashes of staged files with those that were verified, since a file may have changed in between. Throws
 * `FILE_CHANGED`. A file without an expected hash passes.
 */
export function refuseChanged(
  expected: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): void {
  for (const [path, sha256] of found) {
    if (sha256 === (expected.get(path) ?? sha256)) continue;
    throw new HotfixkitError('FILE_CHANGED', 'the file has changed since it was verified; run again', {
      entry: path,
      expected: expected.get(path)!,
      found: sha256,
    });
  }
}
