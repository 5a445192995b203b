import { HotfixkitError } from '../../core/errors.js';
import { FileSource } from '../../node/file-source.js';
import { hashSource } from '../../node/hash.js';

/**
 * SHA-256 of files that wait to be put in their places, by path; lower-case hexadecimal.
 *
 * @param wanted which of them; all where absent
 */
export function hashStagedFiles(
  files: readonly { path: string; staged: string }[],
  wanted: (path: string) => boolean = () => true,
): Map<string, string> {
  const hashes = new Map<string, string>();
  for (const { path, staged } of files) {
    if (!wanted(path)) continue;
    const source = new FileSource(staged);
    try {
      hashes.set(path, hashSource(source, 'sha256'));
    } finally {
      source.close();
    }
  }
  return hashes;
}

/**
 * What takes its place has to be what was verified; a folder may have changed in between. Throws `FILE_CHANGED`. Files that
 * nothing is expected of pass.
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
