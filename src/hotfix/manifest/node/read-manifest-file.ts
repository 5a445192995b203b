import { FileSource } from '../../../node/file-source.js';
import type { Manifest } from '../manifest.js';
import { manifestFromJson } from '../manifest-source.js';

/** Reads a manifest from a JSON file. Throws `MANIFEST_INVALID`, `FILE_NOT_FOUND`, `FILE_READ`. */
export function readManifestFile(path: string): Manifest {
  const source = new FileSource(path);
  try {
    return manifestFromJson(source, path);
  } finally {
    source.close();
  }
}
