import { FileSource } from '../../../node/file-source.js';
import type { Manifest } from '../manifest.js';
import { manifestFromArticle } from '../manifest-source.js';

/** Reads an article in any form and encoding as a manifest. Throws what importing does, `FILE_NOT_FOUND`, `FILE_READ`. */
export function readArticleFile(path: string, options: { kb?: string } = {}): Manifest {
  const source = new FileSource(path);
  try {
    return manifestFromArticle(source, path, options);
  } finally {
    source.close();
  }
}
