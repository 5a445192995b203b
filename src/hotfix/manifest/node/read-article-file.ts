import { basename } from 'node:path';
import { readAll } from '../../../core/byte-source.js';
import { HotfixkitError, withFacts } from '../../../core/errors.js';
import { FileSource } from '../../../node/file-source.js';
import { decodeArticle } from '../../article/decode-article.js';
import { importArticle } from '../../article/import-article.js';
import type { Manifest } from '../manifest.js';

/** Longest file that is read, in bytes: the limit of decoding. */
const limit = 4 * 1024 * 1024;

/** Reads an article, text or HTML in any encoding, as a manifest. Throws what importing does, `FILE_NOT_FOUND`, `FILE_READ`. */
export function readArticleFile(path: string, options: { kb?: string } = {}): Manifest {
  const source = new FileSource(path);
  try {
    if (source.size > limit) {
      throw new HotfixkitError('ARTICLE_TOO_LARGE', 'this is too large for an article', { file: path });
    }
    return withFacts({ file: path }, () =>
      importArticle(decodeArticle(readAll(source)), { fileName: basename(path), ...options }),
    );
  } finally {
    source.close();
  }
}
