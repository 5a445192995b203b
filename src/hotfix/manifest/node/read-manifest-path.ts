import { join } from 'node:path';
import { HotfixkitError, type Warning } from '../../../core/errors.js';
import { groupDigits, plural } from '../../../core/plural.js';
import { FileSource } from '../../../node/file-source.js';
import { Folder } from '../../../node/folder.js';
import { leftOutEntries } from '../../../node/left-out-entries.js';
import { type Contradiction, joinTranslations, type ReadManifest } from '../join-translations.js';
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
 * Every manifest and article in a folder and below it, in the order of their paths. Files of one article that agree become one
 * manifest, with a warning. Other files are skipped and named in a warning, and so are links, pipes and what is beyond
 * the first thousands.
 */
export function readManifestFolder(path: string): { manifests: Manifest[]; warnings: Warning[] } {
  const { manifests, warnings } = readFolder(path);
  return { manifests: manifests.map(({ manifest }) => manifest), warnings };
}

function readFolder(path: string): {
  manifests: ReadManifest[];
  contradictions: Contradiction[];
  warnings: Warning[];
} {
  const read: ReadManifest[] = [];
  const folder = new Folder(path);
  const files = folder.files().filter(({ path: name }) => /\.(?:json|html?|txt|md|mht|csv)$/i.test(name));
  const warnings = leftOutEntries(folder.leftOut, path);
  if (files.length > maxFiles) {
    const message = `this folder has ${plural(files.length, 'file')} that may be manifests or articles; the first ${groupDigits(maxFiles)} were read`;
    warnings.push({ code: 'MANIFEST_PARTIAL', message, file: path });
  }
  for (const { path: name } of files.slice(0, maxFiles)) {
    const file = join(path, name);
    try {
      read.push({ manifest: readManifestOrArticle(file), file: name });
    } catch (error) {
      if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
      warnings.push({ code: error.code, message: `ignored: ${error.message}`, file });
    }
  }
  return { ...joinTranslations(read), warnings };
}

/**
 * Every manifest that a path names: that of a file, or all in a folder and below it; see {@link readManifestFolder}.
 *
 * @throws `MANIFEST_UNKNOWN` for a folder without any.
 */
export function readManifestsPath(path: string): { manifests: Manifest[]; warnings: Warning[] } {
  if (new Folder(path).files().length === 0)
    return { manifests: [readManifestOrArticle(path)], warnings: [] };
  const read = readManifestFolder(path);
  if (read.manifests.length > 0) return read;
  const [ignored] = read.warnings;
  const message = `there is no manifest here${ignored ? `; ${ignored.file}: ${ignored.message}` : ''}`;
  throw new HotfixkitError('MANIFEST_UNKNOWN', message, { file: path });
}

/**
 * Reads the manifest that a path and an article number name. A file has one manifest, whose number may be given if the article does
 * not state it; in a folder, `kb` selects one, unless there is only one. Files of one article in a folder must agree.
 *
 * @throws `MANIFEST_UNKNOWN` with the numbers that exist, `MANIFEST_CONTRADICTION` where files of the article contradict each
 * other, `USAGE` if `kb` is not the number of the file.
 */
export function readManifestPath(path: string, kb: string | null = null): Manifest {
  const wanted = kb?.replace(/^\s*(?:KB|Q)?\s*0*/i, '').trim() ?? null;
  if (new Folder(path).files().length === 0) return numbered(readManifestOrArticle(path), wanted, path);
  const { manifests, contradictions, warnings } = readFolder(path);
  const found = wanted === null ? manifests : manifests.filter(({ manifest }) => manifest.kb === wanted);
  if (found.length === 1) return found[0]!.manifest;
  const [contradiction] = contradictions.filter((one) =>
    found.every(({ manifest }) => manifest.kb === one.kb),
  );
  if (contradiction !== undefined && found.length > 0) {
    const { kb: number, files, difference } = contradiction;
    throw new HotfixkitError(
      'MANIFEST_CONTRADICTION',
      `${files.join(' and ')} are both KB${number} and contradict each other: ${difference}; give the right file with --manifest FILE`,
      { file: path },
    );
  }
  const known = [...new Set(manifests.map(({ manifest }) => manifestName(manifest)))].slice(0, 20).join(', ');
  const ignored = warnings.length === 0 ? '' : `; ${warnings[0]!.file}: ${warnings[0]!.message}`;
  throw new HotfixkitError(
    'MANIFEST_UNKNOWN',
    found.length === 0
      ? `there is no manifest${wanted === null ? '' : ` of article ${wanted}`} here; there are: ${known || 'none'}${ignored}`
      : `there are several manifests here; select one with --kb: ${known}`,
    { file: path },
  );
}

/** A manifest with the number that was given for it, which an article need not state. */
function numbered(manifest: Manifest, wanted: string | null, file: string): Manifest {
  if (wanted === null || manifest.kb === wanted) return manifest;
  if (manifest.kb !== null || !/^[0-9]{1,10}$/.test(wanted)) {
    throw new HotfixkitError(
      'USAGE',
      `this is ${manifestName(manifest)}, not article ${wanted}; leave --kb out, or give another --manifest`,
      { file },
    );
  }
  return { ...manifest, kb: wanted };
}
