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

/** The algorithms of which manifests have hashes for files of their tables; these have to be read of the files. */
export function hashesOfFiles(
  manifests: readonly Pick<Manifest, 'hashes' | 'sections'>[],
): PublishedHash['algorithm'][] {
  const found = manifests.flatMap(({ hashes = [], sections }) => {
    if (hashes.length === 0) return [];
    const names = new Set(sections.flatMap(({ files }) => files.map(({ name }) => keyOf(name))));
    return hashes.flatMap(({ file, algorithm }) => (names.has(keyOf(file)) ? [algorithm] : []));
  });
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
  /** The download as a row of its own; null if no hash of it is published. */
  download: VerifiedFile | null;
  warnings: Warning[];
}

/**
 * Compares the hashes that an article publishes: those of files of the table by the algorithms that the facts have, and those of the
 * download. What could not be compared is a warning. The hashes of other downloads are left aside where that of this one is
 * published.
 */
export function compareHashes(
  hashes: readonly PublishedHash[],
  matches: readonly RowMatch[],
  download: Download | null,
): ComparedHashes {
  if (hashes.length === 0) return { matches, download: null, warnings: [] };
  const byName = groupBy(hashes, ({ file }) => keyOf(file));
  const rows = groupBy(matches, ({ row }) => keyOf(row.name));
  const own = download === null ? undefined : byName.get(downloadKey(download.name));
  const compared = download && own && !rows.has(nameKey(download.name)) ? judged(download, own) : null;
  const open: PublishedHash[] = [];
  const differences = new Map<RowMatch, Difference[]>();
  for (const [name, published] of byName) {
    const named = rows.get(name);
    if (named === undefined) {
      // With the hash of one download stand those of the others.
      if (compared === null) open.push(...published);
      continue;
    }
    const there = named.filter(({ file }) => file !== null);
    if (there.length === 0) continue;
    for (const match of there) {
      const own = published.filter((hash) => isFor(hash, match.row));
      if (own.length === 0) continue;
      const rows = named.filter(({ row }) => own.some((hash) => isFor(hash, row))).length;
      const found = differencesOf(match, own, rows);
      if (found === null) open.push(...published);
      else if (found.length > 0) differences.set(match, found);
    }
  }
  return {
    matches: matches.map((match) => {
      const found = differences.get(match);
      return found ? { ...match, differences: [...match.differences, ...found] } : match;
    }),
    download: compared,
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
  { file, copies }: RowMatch,
  published: readonly PublishedHash[],
  rows: number,
): Difference[] | null {
  const files = [file!, ...copies];
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

/** The download as the answer has it: each algorithm with its own difference. */
function judged(download: Download, published: readonly PublishedHash[]): VerifiedFile | null {
  const differences: Difference[] = [];
  let count = 0;
  for (const [algorithm, same] of groupBy(published, (hash) => hash.algorithm)) {
    const actual = download.digest(algorithm);
    if (actual === null) continue;
    count++;
    const wanted = same.map(({ digest }) => digest);
    if (!wanted.includes(actual)) {
      differences.push({
        field: 'hash',
        expected: `${algorithm} ${wanted.join(' or ')}`,
        actual: `${algorithm} ${actual}`,
      });
    }
  }
  if (count === 0) return null;
  return {
    name: download.name,
    platform: null,
    status: differences.length > 0 ? 'mismatch' : 'match',
    path: download.name,
    expected: { version: null, size: null, date: null, time: null },
    actual: { version: null, size: download.size, platform: null, date: null, time: null },
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
