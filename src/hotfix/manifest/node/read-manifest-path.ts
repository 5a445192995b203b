import { basename, join } from 'node:path';
import { HotfixkitError, type Warning } from '../../../core/errors.js';
import { groupDigits, listed, plural } from '../../../core/plural.js';
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
  const { manifests, leftOut, ignored } = readFolder(path);
  return { manifests: manifests.map(({ manifest }) => manifest), warnings: [...leftOut, ...ignored] };
}

function readFolder(path: string): {
  manifests: ReadManifest[];
  contradictions: Contradiction[];
  /** What was not opened. */
  leftOut: Warning[];
  /** Files that are no manifests and no articles with a file table, each with its path. */
  ignored: (Warning & { file: string })[];
} {
  const read: ReadManifest[] = [];
  const folder = new Folder(path);
  const files = folder.files().filter(({ path: name }) => /\.(?:json|html?|txt|md|mht|csv)$/i.test(name));
  const leftOut = leftOutEntries(folder.leftOut, path);
  const ignored: (Warning & { file: string })[] = [];
  if (files.length > maxFiles) {
    const message = `this folder has ${plural(files.length, 'file')} that may be manifests or articles; the first ${groupDigits(maxFiles)} were read`;
    leftOut.push({ code: 'MANIFEST_PARTIAL', message, file: path });
  }
  for (const { path: name } of files.slice(0, maxFiles)) {
    const file = join(path, name);
    try {
      read.push({ manifest: readManifestOrArticle(file), file: name });
    } catch (error) {
      if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
      ignored.push({ code: error.code, message: `ignored: ${error.message}`, file });
    }
  }
  return { ...joinTranslations(read), leftOut, ignored };
}

/** Bytes at the start of a file in which the number of an article is looked for. */
const START = 4 << 20;

/** Whether a file names an article, in its name or in its text, whatever the encoding. */
function mentions(file: string, kb: string): boolean {
  if (basename(file).includes(kb)) return true;
  const source = new FileSource(file);
  try {
    const text = Buffer.from(source.read(0, Math.min(source.size, START))).toString('latin1');
    return text.includes(kb) || text.replaceAll('\0', '').includes(kb);
  } finally {
    source.close();
  }
}

/** A manifest with what the folder has besides that may be about its article: a later text may take back what this one says. */
function withIgnored(manifest: Manifest, warnings: readonly Warning[]): Manifest {
  if (warnings.length === 0) return manifest;
  const named = warnings.map(({ file, message }) => `${file}: ${message}`);
  const message = `what may be about this article was not read: ${listed(named)}`;
  return { ...manifest, warnings: [...manifest.warnings, { code: 'VERIFY_NOT_COMPARED', message }] };
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
 * not state it; in a folder, `kb` selects one, unless there is only one. Files of one article in a folder must agree. Files that
 * mention its number and cannot be read, and what was not opened, are a warning of the manifest.
 *
 * @throws `MANIFEST_UNKNOWN` with the numbers that exist, `MANIFEST_CONTRADICTION` where files of the article contradict each
 * other, `USAGE` if `kb` is not the number of the file.
 */
export function readManifestPath(path: string, kb: string | null = null): Manifest {
  const wanted = kb?.replace(/^\s*(?:KB|Q)?\s*0*/i, '').trim() ?? null;
  if (new Folder(path).files().length === 0) return numbered(readManifestOrArticle(path), wanted, path);
  const { manifests, contradictions, leftOut, ignored: passed } = readFolder(path);
  const found = wanted === null ? manifests : manifests.filter(({ manifest }) => manifest.kb === wanted);
  if (found.length === 1) {
    const [{ manifest }] = found as [ReadManifest];
    const about = passed.filter(({ file }) => manifest.kb === null || mentions(file, manifest.kb));
    return withIgnored(manifest, [...leftOut, ...about]);
  }
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
  const [first] = [...leftOut, ...passed];
  const ignored = first === undefined ? '' : `; ${first.file}: ${first.message}`;
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
