import { readAll } from '../../../core/byte-source.js';
import { HotfixkitError, withFacts } from '../../../core/errors.js';
import { FileSource } from '../../../node/file-source.js';
import type { Manifest } from '../manifest.js';
import { LONGEST_MANIFEST, parseManifestText } from '../manifest-schema.js';

/** Reads a manifest from a JSON file. Throws `MANIFEST_INVALID`, `FILE_NOT_FOUND`, `FILE_READ`. */
export function readManifestFile(path: string): Manifest {
  const source = new FileSource(path);
  try {
    if (source.size > LONGEST_MANIFEST)
      throw new HotfixkitError('MANIFEST_INVALID', 'this is too large for a manifest', { file: path });
    const text = new TextDecoder().decode(readAll(source));
    return withFacts({ file: path }, () => parseManifestText(text, { file: path }));
  } finally {
    source.close();
  }
}
