import { basename } from 'node:path';
import { readAll } from '../../../core/byte-source.js';
import { HotfixkitError, withFacts } from '../../../core/errors.js';
import { FileSource } from '../../../node/file-source.js';
import { decodeArticle, LONGEST_ARTICLE, LONGEST_LIST } from '../../article/decode-article.js';
import { importArticle } from '../../article/import-article.js';
import type { Manifest } from '../manifest.js';

/** Reads an article in any form and encoding as a manifest. Throws what importing does, `FILE_NOT_FOUND`, `FILE_READ`. */
export function readArticleFile(path: string, options: { kb?: string } = {}): Manifest {
  const limit = /\.csv$/i.test(path) ? LONGEST_LIST : LONGEST_ARTICLE;
  const source = new FileSource(path);
  try {
    if (source.size > limit) {
      throw new HotfixkitError('ARTICLE_TOO_LARGE', 'this is too large for an article', {
        file: path,
        expected: limit,
        found: source.size,
      });
    }
    return withFacts({ file: path }, () =>
      importArticle(decodeArticle(readAll(source), limit), { fileName: basename(path), ...options }),
    );
  } finally {
    source.close();
  }
}
