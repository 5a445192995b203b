import type { Warning } from '../../core/errors.js';
import { groupBy } from '../../core/group-by.js';
import { nameKey } from '../../core/name-key.js';
import { listed } from '../../core/plural.js';
import type { HashName } from '../../node/hash.js';
import { isNamed, type Manifest, type ManifestFile, type PublishedHash } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import { areForOneHotfix } from '../naming/package-name.js';
import { ByVersion } from './by-version.js';
import { type Difference, type FileFacts, isSameVersion } from './compare-file.js';
import type { RowMatch } from './match-files.js';
import { AllPairs, PairBudget } from './pair-budget.js';
import { canonicalPlatform } from './platform.js';
import { compareUnnamed } from './unnamed-hashes.js';
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

/** The algorithms of which manifests have hashes beside names; these have to be read of the files. */
export function hashesOfFiles(manifests: readonly Pick<Manifest, 'hashes'>[]): PublishedHash['algorithm'][] {
  const found = manifests.flatMap(({ hashes = [] }) =>
    hashes.filter(isNamed).map(({ algorithm }) => algorithm),
  );
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

/**
 * Compares the hashes that an article publishes by the algorithms that the facts have: those of files of the table, those of other
 * files, and those of the download, which those beside no name may be too. What could not be compared is a warning. Hashes of other
 * downloads of the hotfix are left aside where that of this one is published.
 *
 * @param facts all files, those of no row among them
 * @param known the rows of all tables: a hash may be for one of a table that was not used
 */
export function compareHashes(
  hashes: readonly PublishedHash[],
  matches: readonly RowMatch[],
  download: Download | null,
  facts: readonly FileFacts[] = [],
  known: readonly ManifestFile[] = matches.map(({ row }) => row),
): ComparedHashes {
  if (hashes.length === 0) return { matches, further: [], warnings: [] };
  const byName = groupBy(hashes.filter(isNamed), ({ file }) => keyOf(file));
  const rows = groupBy(matches, ({ row }) => keyOf(row.name));
  const ofTables = groupBy(known, ({ name }) => keyOf(name));
  const files = groupBy(facts, ({ name }) => nameKey(name));
  const inside = new Set(download?.inside?.map(nameKey));
  const ownName = download === null ? null : downloadKey(download.name);
  const named = (ownName !== null && !rows.has(nameKey(download!.name)) && byName.get(ownName)) || [];
  const open: PublishedHash[] = [];
  const unnamed = compareUnnamed(hashes, download);
  const compared = download && judged(download, named.length > 0 ? named : unnamed.right, open);
  const further = compared ? [compared] : [];
  const differences = new Map<RowMatch, Difference[]>();
  const isAnotherDownload = (name: string): boolean =>
    compared !== null && !inside.has(name) && areForOneHotfix(name, download!.name);
  const all = new AllPairs();
  for (const [name, published] of byName) {
    const budget = new PairBudget(name, 'hashes', all);
    const inTables = ofTables.get(name) ?? [];
    // A hash beside facts that no row has.
    const isOfRow = fittingIn(inTables, budget);
    const strange = inTables.length === 0 ? [] : published.filter((hash) => !isOfRow(hash));
    for (const hash of strange) open.push(hash);
    const ofRows = rows.get(name);
    if (ofRows !== undefined) {
      compareRows(ofRows, published, differences, open, budget);
      continue;
    }
    if (published === named && compared !== null) continue;
    const byVersion = new ByVersion(published, ({ version }) => version);
    const found = (files.get(name) ?? []).map((file) => {
      const rivals = byVersion.of(file.version);
      budget.spend(rivals.length);
      const fitting = rivals.filter((hash) => fits(hash)(file));
      return fitting.length === 0 ? null : judgedFile(file, fitting);
    });
    if (found.length > 0 && found.every((one) => one !== null)) for (const one of found) further.push(one);
    else if (found.length > 0 || (inTables.length === 0 && !isAnotherDownload(name)))
      for (const hash of published) open.push(hash);
  }
  return {
    matches: matches.map((match) => {
      const found = differences.get(match);
      return found ? { ...match, differences: [...match.differences, ...found] } : match;
    }),
    further,
    warnings: [...warningsOf(open), ...unnamed.warnings],
  };
}

type Identity = Pick<ManifestFile, 'version' | 'size' | 'platform'>;

/** Whether a hash may be of a row or file: it stands beside nothing else than this has. */
const fits =
  ({ version, size, platform }: PublishedHash) =>
  (one: Identity): boolean =>
    (version === undefined || one.version === null || isSameVersion(version, one.version)) &&
    (size === undefined || one.size === null || size === one.size) &&
    (platform === undefined || one.platform === null || isSamePlatform(platform, one.platform));

/** Tells whether a hash may be of one of some rows. */
function fittingIn(rows: readonly Identity[], budget: PairBudget): (hash: PublishedHash) => boolean {
  const byVersion = new ByVersion(rows, ({ version }) => version);
  return (hash) =>
    byVersion.of(hash.version).some((row) => {
      budget.spend(1);
      return fits(hash)(row);
    });
}

/** Whether the processor beside a hash may be that of a row or file, which may name none (`Not applicable`). */
function isSamePlatform(beside: string, platform: string): boolean {
  const [one, other] = [canonicalPlatform(beside), canonicalPlatform(platform)];
  return beside === platform || (one !== null && (other === null || one === other));
}

/** The version that the row of a match says, else that of its file. */
const versionOf = ({ row, file }: RowMatch): string | null => row.version ?? file?.version ?? null;

/** {@link fits} for the row of a match; what the row does not say, its file does. */
function isFor(hash: PublishedHash, match: RowMatch): boolean {
  const { row, file } = match;
  const { size, platform } = row;
  return fits(hash)({
    version: versionOf(match),
    size: size ?? file?.size ?? null,
    platform: canonicalPlatform(platform) === null ? (file?.platform ?? platform) : platform,
  });
}

/**
 * Holds the hashes of a name against the files of its rows.
 *
 * @param open takes hashes that were not compared: each has to be that of a file, or to be what a file differs in
 */
function compareRows(
  named: readonly RowMatch[],
  published: readonly PublishedHash[],
  differences: Map<RowMatch, Difference[]>,
  open: PublishedHash[],
  budget: PairBudget,
): void {
  const hashes = new ByVersion(published, ({ version }) => version);
  const rows = new ByVersion(named, versionOf);
  const hashesFor = (match: RowMatch): PublishedHash[] => {
    const rivals = hashes.of(versionOf(match));
    budget.spend(rivals.length);
    return rivals.filter((hash) => isFor(hash, match));
  };
  const known = new Map<string, readonly RowMatch[]>();
  const rowsFor = (hash: PublishedHash): readonly RowMatch[] => {
    // Hashes beside the same facts are for the same rows.
    const key = JSON.stringify([hash.version, hash.size, hash.platform]);
    let found = known.get(key);
    if (found === undefined) {
      const rivals = rows.of(hash.version);
      budget.spend(rivals.length);
      found = rivals.filter((one) => isFor(hash, one));
      known.set(key, found);
    }
    return found;
  };
  const countOf = (own: readonly PublishedHash[]): number => {
    const [first, ...others] = new Set(own.map(rowsFor));
    if (others.length === 0) return first?.length ?? 0;
    const found = [first!, ...others].flat();
    budget.spend(found.length);
    return new Set(found).size;
  };
  const used = new Set<PublishedHash>();
  for (const match of named) {
    const own = match.file === null ? [] : hashesFor(match);
    if (own.length === 0) continue;
    const found = differencesOf([match.file!, ...match.copies], own, countOf(own));
    for (const hash of found.used) used.add(hash);
    for (const hash of found.open) open.push(hash);
    if (found.differences.length > 0) differences.set(match, found.differences);
  }
  // Those of missing files cannot be compared.
  const isOpen = (hash: PublishedHash): boolean => {
    const found = rowsFor(hash);
    return found.length > 0 && found.every(({ file }) => file !== null);
  };
  for (const hash of published) if (!used.has(hash) && isOpen(hash)) open.push(hash);
}

/** In what files of one name differ from the hashes that are for them. */
interface HashDifferences {
  differences: Difference[];
  /** Hashes that the files have, or differ in. */
  used: PublishedHash[];
  /** Hashes that say nothing sure of the files. */
  open: PublishedHash[];
}

/** @param rows for how many rows the hashes may be */
function differencesOf(
  files: readonly FileFacts[],
  published: readonly PublishedHash[],
  rows: number,
): HashDifferences {
  const found: HashDifferences = { differences: [], used: [], open: [] };
  for (const [algorithm, same] of groupBy(published, (hash) => hash.algorithm)) {
    const digests = new Set(files.map((one) => digestOf(one, algorithm)));
    if (digests.has(null)) continue;
    const wanted = new Set(same.map(({ digest }) => digest));
    const wrong = [...digests].find((digest) => !wanted.has(digest!));
    // One hash for several files of a name says nothing of the others.
    if (wrong !== undefined && wanted.size < rows) for (const hash of same) found.open.push(hash);
    if (wrong === undefined || wanted.size < rows) {
      for (const hash of same) if (digests.has(hash.digest)) found.used.push(hash);
      continue;
    }
    for (const hash of same) found.used.push(hash);
    const expected = `${algorithm} ${[...wanted].join(' or ')}`;
    found.differences.push({ field: 'hash', expected, actual: `${algorithm} ${wrong}` });
  }
  return found;
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
      for (const hash of same) open.push(hash);
      continue;
    }
    count++;
    if (!wanted.has(actual)) {
      const expected = `${algorithm} ${[...wanted].join(' or ')}`;
      differences.push({ field: 'hash', expected, actual: `${algorithm} ${actual}` });
    } else if (wanted.size > 1) for (const hash of same) open.push(hash);
  }
  if (count === 0) {
    open.length = 0;
    return null;
  }
  const { name, size } = download;
  return rowWith(name, name, { version: null, size, platform: null }, differences);
}

/** The rows of no table with a difference of the download, which may be there already. */
export function withDownload(
  further: readonly VerifiedFile[],
  { name, size }: Download,
  difference: Difference,
): VerifiedFile[] {
  const known = further.find(({ path, expected }) => path === name && expected.size === null);
  const differences = [...(known?.differences ?? []), difference];
  const row = rowWith(name, name, { version: null, size, platform: null }, differences);
  return [row, ...further.filter((one) => one !== known)];
}

/** A file of no row as the answer has it; null where a digest of it is not known, or hashes contradict each other. */
function judgedFile(file: FileFacts, published: readonly PublishedHash[]): VerifiedFile | null {
  const { differences, used } = differencesOf([file], published, 1);
  if (used.length < published.length) return null;
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
  const names = [...new Set(open.filter(isNamed).map(({ file }) => file))];
  const message = `the article publishes hashes (${algorithms}) that were not compared: ${listed(names)}`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}
