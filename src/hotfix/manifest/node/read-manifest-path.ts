import { join } from 'node:path';
import { HotfixkitError, type Warning } from '../../../core/errors.js';
import { FileSource } from '../../../node/file-source.js';
import { Folder } from '../../../node/folder.js';
import { type Manifest, manifestName } from '../manifest.js';
import { manifestFromSource } from '../manifest-source.js';

/** A folder with more files than this is not a folder of manifests. */
const maxFiles = 5000;

/**
 * Reads a manifest from a file: JSON as {@link parseManifest} takes it, or the article itself as text, Markdown, HTML or a
 * list of comma-separated values.
 *
 * @throws `FILE_NOT_FOUND`, `FILE_READ`, `MANIFEST_INVALID`, `ARTICLE_NO_TABLE`, `ARTICLE_TOO_LARGE`, `BAD_ENCODING`.
 * @example
 * import { readManifestOrArticle } from 'hotfixkit';
 *
 * const manifest = readManifestOrArticle('article.txt');
 * console.log(manifest.kb, manifest.warnings.length);
 */
export function readManifestOrArticle(path: string): Manifest {
  const source = new FileSource(path);
  try {
    return manifestFromSource(source, path);
  } finally {
    source.close();
  }
}

/**
 * Every manifest and article in a folder and below it, in the order of their paths. Other files are skipped and named
 * in a warning.
 */
export function readManifestFolder(path: string): { manifests: Manifest[]; warnings: Warning[] } {
  const manifests: Manifest[] = [];
  const warnings: Warning[] = [];
  const files = new Folder(path)
    .files()
    .filter(({ path: name }) => /\.(?:json|html?|txt|md|mht|csv)$/i.test(name));
  for (const { path: name } of files.slice(0, maxFiles)) {
    const file = join(path, name);
    try {
      manifests.push(readManifestOrArticle(file));
    } catch (error) {
      if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
      warnings.push({ code: error.code, message: `ignored: ${error.message}`, file });
    }
  }
  return { manifests, warnings };
}

/**
 * Reads the manifest that a path and an article number name. A file has one manifest; in a folder, `kb` selects one,
 * unless there is only one. Throws `MANIFEST_UNKNOWN` with the numbers that exist, `USAGE` if `kb` is given for a file.
 */
export function readManifestPath(path: string, kb: string | null = null): Manifest {
  const isFolder = new Folder(path).files().length > 0;
  if (!isFolder && kb !== null) {
    throw new HotfixkitError('USAGE', 'give --kb or --manifest; both only if --manifest is a folder', {
      file: path,
    });
  }
  const { manifests } = isFolder ? readManifestFolder(path) : { manifests: [readManifestOrArticle(path)] };
  const wanted = kb?.replace(/^\s*(?:KB|Q)?\s*0*/i, '').trim() ?? null;
  const found = wanted === null ? manifests : manifests.filter((manifest) => manifest.kb === wanted);
  if (found.length === 1) return found[0]!;
  const known = manifests.slice(0, 20).map(manifestName).join(', ');
  throw new HotfixkitError(
    'MANIFEST_UNKNOWN',
    found.length === 0
      ? `there is no manifest${wanted === null ? '' : ` of article ${wanted}`} here; there are: ${known || 'none'}`
      : `there are several manifests here; select one with --kb: ${known}`,
    { file: path },
  );
}
