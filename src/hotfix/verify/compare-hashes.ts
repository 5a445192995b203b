import type { Warning } from '../../core/errors.js';
import { groupBy } from '../../core/group-by.js';
import { nameKey } from '../../core/name-key.js';
import { listed } from '../../core/plural.js';
import type { HashName } from '../../node/hash.js';
import type { Manifest, ManifestFile, PublishedHash } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import type { Difference, FileFacts } from './compare-file.js';
import type { RowMatch } from './match-files.js';
import type { VerifiedFile } from './verified-file.js';

/** The very file that was downloaded: an article that publishes its hash has no row for it. */
export interface Download {
  name: string;
  /** Bytes. */
  size: number;
  /** Names of the packages and archives in it that were opened on the way to the files. */
  inside?: readonly string[];
  /** Lower-case hexadecimal digits; null for an algorithm that is not known. */
  digest(algorithm: PublishedHash['algorithm']): string | null;
}

/** A {@link Download} as data. */
export interface DownloadDigests extends Omit<Download, 'digest'> {
  digests: Readonly<Partial<Record<PublishedHash['algorithm'], string>>>;
}

export const downloadWith = ({ digests, ...file }: DownloadDigests): Download => ({
  ...file,
  digest: (algorithm) => digests[algorithm] ?? null,
});

/** The algorithms as the library of Node.js names them. */
export const hashNames: Readonly<Record<PublishedHash['algorithm'], HashName>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** The algorithms of which manifests have hashes; these have to be read of the files. */
export function hashesOfFiles(manifests: readonly Pick<Manifest, 'hashes'>[]): PublishedHash['algorithm'][] {
  const found = manifests.flatMap(({ hashes = [] }) => hashes.map(({ algorithm }) => algorithm));
  return [...new Set(found)].sort();
}

const keyOf = (name: string): string => nameKey(fileNameOfRow(name));

/**
 * The key by which the name of a download is found among those that an article publishes: the Microsoft Update Catalog adds the
 * SHA-1 to it (`windows8-rt-kb4562252-x64_<digits>.msu`).
 */
export const downloadKey = (name: string): string =>
  nameKey(name).replace(/_[\dA-F]{40}(?=\.[^.]{1,10}$)/, '');

/** What was compared by the hashes that an article publishes. */
export interface ComparedHashes {
  /** The rows; files with another hash differ in it. */
  matches: readonly RowMatch[];
  /** The download and files of no row of the table, as rows of their own, where hashes of them are published. */
  further: VerifiedFile[];
  warnings: Warning[];
}

/** Names of what may be downloaded. */
const downloadName = /\.(?:msu|msi|msp|exe|zip|cab|7z|iso)$/i;

/**
 * Compares the hashes that an article publishes by the algorithms that the facts have: those of files of the table, those of other
 * files, and those of the download. What could not be compared is a warning. Hashes of other downloads are left aside where that of
 * this one is published.
 *
 * @param facts all files, those of no row among them
 */
export function compareHashes(
  hashes: readonly PublishedHash[],
  matches: readonly RowMatch[],
  download: Download | null,
  facts: readonly FileFacts[] = [],
): ComparedHashes {
  if (hashes.length === 0) return { matches, further: [], warnings: [] };
  const byName = groupBy(hashes, ({ file }) => keyOf(file));
  const rows = groupBy(matches, ({ row }) => keyOf(row.name));
  const files = groupBy(facts, ({ name }) => nameKey(name));
  const inside = new Set(download?.inside?.map(nameKey));
  const ownName = download === null ? null : downloadKey(download.name);
  const own = (ownName !== null && !rows.has(nameKey(download!.name)) && byName.get(ownName)) || [];
  const open: PublishedHash[] = [];
  const compared = download && judged(download, own, open);
  const further = compared ? [compared] : [];
  const differences = new Map<RowMatch, Difference[]>();
  for (const [name, published] of byName) {
    const named = rows.get(name);
    if (named === undefined) {
      if (published === own && compared !== null) continue;
      const found = (files.get(name) ?? []).map((file) => judgedFile(file, published));
      if (found.length > 0 && found.every((one) => one !== null)) further.push(...found);
      // With the hash of one download stand those of the others.
      else if (found.length > 0 || compared === null || inside.has(name) || !downloadName.test(name))
        open.push(...published);
      continue;
    }
    for (const match of named.filter(({ file }) => file !== null)) {
      const own = published.filter((hash) => isFor(hash, match.row));
      if (own.length === 0) continue;
      const rows = named.filter(({ row }) => own.some((hash) => isFor(hash, row))).length;
      const found = differencesOf([match.file!, ...match.copies], own, rows);
      if (found === null) open.push(...published);
      else if (found.length > 0) differences.set(match, found);
    }
  }
  return {
    matches: matches.map((match) => {
      const found = differences.get(match);
      return found ? { ...match, differences: [...match.differences, ...found] } : match;
    }),
    further,
    warnings: warningsOf(open),
  };
}

/** Whether a hash may be of a row: it states nothing else. */
const isFor = ({ version, size, platform }: PublishedHash, row: ManifestFile): boolean =>
  (version === undefined || version === row.version) &&
  (size === undefined || size === row.size) &&
  (platform === undefined || platform === row.platform);

/** In what the files of a row differ from the hashes of their name; null where these say nothing of them. */
function differencesOf(
  files: readonly FileFacts[],
  published: readonly PublishedHash[],
  rows: number,
): Difference[] | null {
  const differences: Difference[] = [];
  let isCompared = false;
  for (const [algorithm, same] of groupBy(published, (hash) => hash.algorithm)) {
    const digests = files.map((one) => digestOf(one, algorithm));
    if (digests.some((digest) => !digest)) continue;
    const wanted = new Set(same.map(({ digest }) => digest));
    const wrong = digests.find((digest) => !wanted.has(digest!));
    // One hash for several files of a name says nothing of the others, and several for one contradict each other.
    if (wrong !== undefined ? wanted.size < rows : wanted.size > rows) return null;
    isCompared = true;
    if (wrong === undefined) continue;
    const expected = `${algorithm} ${[...wanted].join(' or ')}`;
    differences.push({ field: 'hash', expected, actual: `${algorithm} ${wrong}` });
  }
  return isCompared ? differences : null;
}

const digestOf = ({ sha256, digests }: FileFacts, algorithm: PublishedHash['algorithm']) =>
  (algorithm === 'SHA-256' ? sha256 : digests?.[algorithm]) ?? null;

/**
 * The download as the answer has it: each algorithm with its own difference. Null where none of its hashes is published.
 *
 * @param open takes hashes that could not be compared, or contradict each other
 */
function judged(
  download: Download,
  published: readonly PublishedHash[],
  open: PublishedHash[],
): VerifiedFile | null {
  const differences: Difference[] = [];
  let count = 0;
  for (const [algorithm, same] of groupBy(published, (hash) => hash.algorithm)) {
    const actual = download.digest(algorithm);
    const wanted = new Set(same.map(({ digest }) => digest));
    if (actual === null) {
      open.push(...same);
      continue;
    }
    count++;
    if (!wanted.has(actual)) {
      const expected = `${algorithm} ${[...wanted].join(' or ')}`;
      differences.push({ field: 'hash', expected, actual: `${algorithm} ${actual}` });
    } else if (wanted.size > 1) open.push(...same);
  }
  if (count === 0) {
    open.length = 0;
    return null;
  }
  const { name, size } = download;
  return rowWith(name, name, { version: null, size, platform: null }, differences);
}

/** A file of no row as the answer has it; null where its digests are not known, or hashes contradict each other. */
function judgedFile(file: FileFacts, published: readonly PublishedHash[]): VerifiedFile | null {
  const differences = differencesOf([file], published, 1);
  if (differences === null) return null;
  const { name, path, version, size, platform, sha256 } = file;
  return rowWith(name, path, { version, size, platform, ...(sha256 ? { sha256 } : {}) }, differences);
}

function rowWith(
  name: string,
  path: string,
  actual: Pick<FileFacts, 'version' | 'size' | 'platform'> & { sha256?: string },
  differences: Difference[],
): VerifiedFile {
  return {
    name,
    platform: null,
    status: differences.length > 0 ? 'mismatch' : 'match',
    path,
    expected: { version: null, size: null, date: null, time: null },
    actual: { ...actual, date: null, time: null },
    differences,
  };
}

function warningsOf(open: readonly PublishedHash[]): Warning[] {
  if (open.length === 0) return [];
  const algorithms = [...new Set(open.map(({ algorithm }) => algorithm))].sort().join(', ');
  const names = [...new Set(open.map(({ file }) => file))];
  const message = `the article publishes hashes (${algorithms}) that were not compared: ${listed(names)}`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}
