import { readAll } from '../../../core/byte-source.js';
import { HotfixkitError, withFacts } from '../../../core/errors.js';
import { FileSource } from '../../../node/file-source.js';
import type { Manifest } from '../manifest.js';
import { parseManifestText } from '../manifest-schema.js';

/** Bytes. Twenty thousand rows, more than any article has, take some five million. */
const LIMIT = 32 * 1024 * 1024;

/** Reads a manifest from a JSON file. Throws `MANIFEST_INVALID`, `FILE_NOT_FOUND`, `FILE_READ`. */
export function readManifestFile(path: string): Manifest {
  const source = new FileSource(path);
  try {
    if (source.size > LIMIT)
      throw new HotfixkitError('MANIFEST_INVALID', 'this is too large for a manifest', { file: path });
    const text = new TextDecoder().decode(readAll(source));
    return withFacts({ file: path }, () => parseManifestText(text, { file: path }));
  } finally {
    source.close();
  }
}
