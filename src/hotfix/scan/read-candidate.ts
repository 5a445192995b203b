import { HotfixkitError } from '../../core/errors.js';
import { nameKey } from '../../core/name-key.js';
import { isWeakening } from '../../core/weakening-warnings.js';
import { readFileFacts } from '../../formats/pe/file-facts.js';
import { FileSource } from '../../node/file-source.js';
import { fileStamp } from '../../node/file-stamp.js';
import { hashSource } from '../../node/hash.js';
import { isOutOfMemory } from '../../node/out-of-memory.js';
import { KIND_HEAD, kindThatIsMissing } from '../../package/file-kind.js';
import { NO_VERDICT, notSearched, refuseUnknownFiles, warningsOf } from '../../package/not-searched.js';
import { openPackage } from '../../package/open-package.js';
import type { Manifest } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import { besideWarnings } from '../verify/beside-package.js';
import { factWarnings } from '../verify/compare-file.js';
import { type DownloadDigests, downloadKey, hashesOfFiles, hashNames } from '../verify/compare-hashes.js';
import { isWantedName, readContentFiles } from '../verify/content-files.js';
import { digestsOfDownload } from '../verify/download-of.js';
import type { Candidate, CandidateFacts } from './candidate.js';

/**
 * Reads the facts of a candidate that verifying needs. A damaged file is a result, not an error. A file that changes
 * while it is read is read once more; after that it is reported as unreadable.
 */
export async function readCandidate(
  fullPath: string,
  candidate: Candidate,
  manifests: readonly Manifest[],
): Promise<CandidateFacts> {
  try {
    for (let attempt = 0; attempt < 2; attempt++) {
      const before = fileStamp(fullPath);
      const read =
        candidate.kind === 'file'
          ? readFile(fullPath, candidate, manifests)
          : await readPackage(fullPath, candidate, manifests);
      const after = fileStamp(fullPath);
      const changed = before.size !== after.size || before.identity !== after.identity;
      if (!changed && after.size === candidate.size) return { ...read, problem: null };
    }
    throw new HotfixkitError('FILE_CHANGED', 'the file is being changed; scan again later');
  } catch (error) {
    if (isOutOfMemory(error)) {
      const message = `reading it needs more memory than there is (${(error as Error).message})`;
      return { facts: [], problem: { code: 'MEMORY_LIMIT', message } };
    }
    if (!(error instanceof HotfixkitError)) throw error;
    return { facts: [], problem: { code: error.code, message: error.message } };
  }
}

function readFile(
  fullPath: string,
  { path, modified, hash = false }: Candidate,
  manifests: readonly Manifest[],
): Omit<CandidateFacts, 'problem'> {
  const source = new FileSource(fullPath);
  try {
    const { kind, version, platform, languages, warnings } = readFileFacts(source);
    const published = hashesOfFiles(manifests);
    const digests = published.filter((name) => name !== 'SHA-256');
    const missingKind = kindThatIsMissing(nameOf(path), source.read(0, Math.min(KIND_HEAD, source.size)));
    const facts = {
      path,
      name: nameOf(path),
      size: source.size,
      version,
      platform,
      kind,
      ...(missingKind === null ? {} : { missingKind }),
      modified: new Date(modified).toISOString(),
      languages,
      ...(hash || published.includes('SHA-256') ? { sha256: hashSource(source, 'sha256') } : {}),
      ...(digests.length > 0 && {
        digests: Object.fromEntries(digests.map((name) => [name, hashSource(source, hashNames[name])])),
      }),
    };
    return {
      facts: [facts],
      ...(warnings.length > 0 && { warnings: warnings.map((warning) => ({ file: fullPath, ...warning })) }),
    };
  } finally {
    source.close();
  }
}

async function readPackage(
  fullPath: string,
  { path, asked = false, hash = false }: Candidate,
  manifests: readonly Manifest[],
): Promise<Omit<CandidateFacts, 'problem'>> {
  const opened = openPackage(fullPath);
  try {
    refuseUnknownFiles(opened, NO_VERDICT);
    // The database of an image: its files are beside it, and the walk finds them.
    const { content } = opened;
    const isProduct = content.kind === 'msi' || content.kind === 'msm';
    if (!asked && isProduct && content.files.every(({ compressed }) => !compressed)) return { facts: [] };
    const files = await readContentFiles(content, manifests, { hash });
    const names = new Set(
      manifests.flatMap(({ sections }) =>
        sections.flatMap((one) => one.files.map(({ name }) => nameKey(fileNameOfRow(name)))),
      ),
    );
    const isFound = files.some(({ name }) => names.has(nameKey(name)));
    const wanted = files.filter(({ name }) => names.has(nameKey(name)));
    // A file under another name may be that of another locale.
    const others = files.filter(({ name, size }) => !names.has(nameKey(name)) && size >= 1024);
    const warnings = [
      ...factWarnings(wanted),
      ...besideWarnings(opened, manifests),
      ...(isFound ? warningsOf(opened).filter(isWeakening) : warningsOf(opened)),
      ...notSearched(opened, fullPath, isWantedName(manifests)),
    ];
    const download = digestsOfDownload(opened, manifests);
    return {
      ...(download && isStated(download, manifests) && { download }),
      facts: [...wanted, ...others.slice(0, Math.max(0, MOST_FACTS - wanted.length))].map(
        ({ file: _, sha256, warnings: __, modified, ...facts }) => ({
          ...facts,
          ...(sha256 === null ? {} : { sha256 }),
          path: `${path}!${facts.path}`,
          modified: modified instanceof Date ? modified.toISOString() : (modified ?? null),
        }),
      ),
      ...(warnings.length > 0
        ? { warnings: warnings.map((warning) => ({ file: fullPath, ...warning })) }
        : {}),
    };
  } finally {
    opened.close();
  }
}

/** Whether an article has a hash or size that may be of a download. */
function isStated({ name, digests }: DownloadDigests, manifests: readonly Manifest[]): boolean {
  const sizes = manifests.flatMap((one) => one.sizes ?? []);
  const isOwn = sizes.some(({ file }) => file === null || downloadKey(file) === downloadKey(name));
  return isOwn || Object.keys(digests).length > 0;
}

/** A package has no more facts than this, unless the articles name more of its files. */
const MOST_FACTS = 5000;

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
