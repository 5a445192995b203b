import { type ByteSource, readAll } from '../../core/byte-source.js';
import { HotfixkitError, withFacts } from '../../core/errors.js';
import { markedText } from '../../core/marked-text.js';
import { longestArticle } from '../article/decode-article.js';
import { importArticle } from '../article/import-article.js';
import type { Manifest } from './manifest.js';
import { LONGEST_MANIFEST, parseManifestText } from './manifest-schema.js';

/** An object, or what is meant as JSON: a list of objects, or a comment before one. Text may begin with a bracket. */
const startsLikeJson = /^[\s\uFEFF]*(?:\{|\[\s*\{|\/[/*][^{}]*\{\s*")/;

/** The manifest in a file: JSON, or the article itself. `path` is for messages, and its name may have the number. */
export function manifestFromSource(source: ByteSource, path: string): Manifest {
  const start = source.read(0, Math.min(source.size, 64));
  return startsLikeJson.test(markedText(start))
    ? manifestFromJson(source, path)
    : manifestFromArticle(source, path);
}

/** Throws `MANIFEST_INVALID`. */
export function manifestFromJson(source: ByteSource, path: string): Manifest {
  if (source.size > LONGEST_MANIFEST)
    throw new HotfixkitError('MANIFEST_INVALID', 'this is too large for a manifest', { file: path });
  const text = markedText(readAll(source));
  return withFacts({ file: path }, () => parseManifestText(text, { file: path }));
}

/** An article in any form and encoding. Throws what importing does, and `ARTICLE_TOO_LARGE`. */
export function manifestFromArticle(
  source: ByteSource,
  path: string,
  options: { kb?: string } = {},
): Manifest {
  const limit = longestArticle(path);
  if (source.size > limit) {
    throw new HotfixkitError('ARTICLE_TOO_LARGE', 'this is too large for an article', {
      file: path,
      expected: limit,
      found: source.size,
    });
  }
  return withFacts({ file: path }, () =>
    importArticle(readAll(source), {
      fileName: path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1),
      ...options,
    }),
  );
}
