import { HotfixkitError } from '../../core/errors.js';
import { FileSource } from '../../node/file-source.js';
import { hashSource } from '../../node/hash.js';

/**
 * What takes its place has to be what was verified; a folder may have changed in between. Throws `FILE_CHANGED`.
 *
 * @param expected SHA-256 by path, lower-case hexadecimal
 * @param written what waits to be put in its place; files that nothing is expected of are not looked at
 */
export function refuseChanged(
  expected: ReadonlyMap<string, string>,
  written: readonly { path: string; staged: string }[],
): void {
  for (const { path, staged } of written) {
    const sha256 = expected.get(path);
    if (sha256 === undefined) continue;
    const source = new FileSource(staged);
    try {
      const found = hashSource(source, 'sha256');
      if (found === sha256) continue;
      throw new HotfixkitError('FILE_CHANGED', 'the file has changed since it was verified; run again', {
        entry: path,
        expected: sha256,
        found,
      });
    } finally {
      source.close();
    }
  }
}
