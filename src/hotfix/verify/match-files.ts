import { nameKey } from '../../core/name-key.js';
import type { ManifestFile } from '../manifest/manifest.js';
import { foldersOfRow } from '../manifest/row-name.js';
import { compareFile, type Difference, type FileFacts, platformFits, sameFacts } from './compare-file.js';
import { type HeadingPlatform, headingDifference } from './heading-platform.js';
import { canonicalPlatform, type Platform, platformOfPath } from './platform.js';
import { areSameProcessor } from './table-heading.js';

/** What was found for one row of the table. */
export interface RowMatch {
  row: ManifestFile;
  /** The file that the row is compared with; null if there is none. */
  file: FileFacts | null;
  /** Empty if the file fits the row. */
  differences: Difference[];
  /** Further files that fit equally well (or badly). */
  copies: FileFacts[];
  /** Further files that fit the row equally well and differ from `file`. */
  rivals: FileFacts[];
  /** `file` fits another row, which contradicts this one. */
  isContradicted?: boolean;
}

interface Candidate {
  file: FileFacts;
  /** Folders on the way, for the order of preference. */
  depth: number;
  /** The processor that the nearest folder is named for. */
  folder: Platform | null;
  /** The folders on the way, in lower case. */
  folders: readonly string[];
  taken: boolean;
}

/**
 * Assigns the files of one name to the rows of that name, one file a row:
 *
 * A row whose name has folders is about the files in them; only where no file lies in such a folder, all are meant. The same
 * holds for folders that the table has in a column, where rows differ in it.
 *
 * 1. Rows get files that are what they say, as many rows as possible (a maximum matching: the three Ccmgencert.dll
 *    each find theirs in whatever order they come). Where several files would do, one in a folder named for the row's
 *    platform is preferred, then the shallower path, then the alphabet.
 * 2. Rows without a file get, of the files that are left, the nearest: platform, then version, then size agreeing.
 *    Such a row is a mismatch. A file whose platform already has its right file under this name is only taken where
 *    it evidently stands in the place of the right one, see {@link mayStandIn}.
 * 3. A file that is left belongs to the nearest row that has its platform: as a copy if it is the same, else as a
 *    rival. So does one that is no executable. A file that no row could mean comes back as `unlisted`.
 *
 * @param heading what the heading of the table says of rows that name no processor
 */
export function matchFiles(
  rows: readonly ManifestFile[],
  files: readonly FileFacts[],
  heading: HeadingPlatform | null = null,
): { matches: RowMatch[]; unlisted: FileFacts[] } {
  const compare: Compare = (row, file) => [
    ...compareFile(row, file),
    ...headingDifference(heading, row, file),
  ];
  const matches = rows.map((row): RowMatch => ({ row, file: null, differences: [], copies: [], rivals: [] }));
  const candidates = files
    .map(
      (file): Candidate => ({
        file,
        depth: file.path.split(/[\\/]/).length,
        folder: platformOfPath(file.path),
        folders: foldersOf(file.path),
        taken: false,
      }),
    )
    .sort(byPath);

  const isMeant = byFolder(rows, candidates);
  assignFitting(matches, candidates, isMeant, compare, heading);
  assignNearest(matches, candidates, isMeant, compare);
  const unlisted: FileFacts[] = [];
  for (const candidate of candidates) {
    if (!candidate.taken && !attach(matches, candidate, isMeant, compare)) unlisted.push(candidate.file);
  }
  return { matches, unlisted };
}

type Compare = (row: ManifestFile, file: FileFacts) => Difference[];

type IsMeant = (row: ManifestFile, candidate: Candidate) => boolean;

/** Which files each row is about, by the folders in its name or, where rows differ in it, in its column. A file in a folder that a row names is about no other row. */
function byFolder(rows: readonly ManifestFile[], candidates: readonly Candidate[]): IsMeant {
  const named = new Map<ManifestFile, Set<Candidate>>();
  const reserved = new Set<Candidate>();
  const differ = new Set(rows.map(({ folder }) => nameKey(folder ?? ''))).size > 1;
  for (const row of rows) {
    const inName = foldersOfRow(row.name);
    const folders = inName.length === 0 && differ && row.folder ? foldersOfRow(`${row.folder}/x`) : inName;
    const shared = candidates.map((candidate) => sharedEnd(folders, candidate.folders));
    const most = shared.reduce((a, b) => Math.max(a, b), 0);
    if (most === 0) continue;
    const found = candidates.filter((_, i) => shared[i] === most);
    named.set(row, new Set(found));
    for (const candidate of found) reserved.add(candidate);
  }
  return (row, candidate) => named.get(row)?.has(candidate) ?? !reserved.has(candidate);
}

/** Whether a file lies in the folder that the name of a row has, or in the last part of it. */
export function isInFolder(name: string, path: string): boolean {
  return sharedEnd(foldersOfRow(name), foldersOf(path)) > 0;
}

const foldersOf = (path: string): string[] => nameKey(path).split(/[\\/]/).slice(0, -1);

/** How many folders are the same from the end on; `i386` is `x86`. */
function sharedEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && isSameFolder(a.at(-1 - count)!, b.at(-1 - count)!)) count++;
  return count;
}

function isSameFolder(a: string, b: string): boolean {
  return a === b || (canonicalPlatform(a) !== null && canonicalPlatform(a) === canonicalPlatform(b));
}

/** Step 1, by augmenting paths. */
function assignFitting(
  matches: RowMatch[],
  candidates: Candidate[],
  isMeant: IsMeant,
  compare: Compare,
  heading: HeadingPlatform | null,
): void {
  const fitting = matches.map(({ row }) => {
    const found = candidates.filter(
      (candidate) => isMeant(row, candidate) && compare(row, candidate.file).length === 0,
    );
    const wanted = canonicalPlatform(row.platform);
    if (wanted === null) return heading === null ? found : firstOf(found, heading);
    return [...found.filter((c) => c.folder === wanted), ...found.filter((c) => c.folder !== wanted)];
  });
  const holder = new Map<Candidate, number>();
  const assign = (index: number, tried: Set<Candidate>): boolean => {
    for (const candidate of fitting[index]!) {
      if (tried.has(candidate)) continue;
      tried.add(candidate);
      const other = holder.get(candidate);
      if (other === undefined || assign(other, tried)) {
        holder.set(candidate, index);
        return true;
      }
    }
    return false;
  };
  for (let index = 0; index < matches.length; index++) assign(index, new Set());
  for (const [candidate, index] of holder) {
    candidate.taken = true;
    matches[index]!.file = candidate.file;
  }
}

/** Files for the processors of the heading come first. */
function firstOf(found: readonly Candidate[], { processors }: HeadingPlatform): Candidate[] {
  const isFor = ({ file }: Candidate): boolean => {
    const platform = canonicalPlatform(file.platform);
    return platform !== null && processors.some((one) => areSameProcessor(platform, one));
  };
  return [...found.filter(isFor), ...found.filter((one) => !isFor(one))];
}

/** Step 2: the best pair first, until rows or files run out. */
function assignNearest(
  matches: RowMatch[],
  candidates: Candidate[],
  isMeant: IsMeant,
  compare: Compare,
): void {
  const fulfilled = matches.filter(({ file }) => file !== null);
  const lacking = matches.filter(({ file }) => file === null);
  const noMoreFilesThanRows = candidates.length <= matches.length;
  const pairs: { match: RowMatch; candidate: Candidate; differences: Difference[]; distance: number }[] = [];
  for (const candidate of lacking.length === 0 ? [] : candidates) {
    if (candidate.taken) continue;
    for (const match of lacking) {
      if (!isMeant(match.row, candidate)) continue;
      if (!mayStandIn(match.row, candidate, fulfilled, noMoreFilesThanRows)) continue;
      const differences = compare(match.row, candidate.file);
      const elsewhere =
        candidate.folder === null || candidate.folder !== canonicalPlatform(match.row.platform);
      const distance = weigh(differences) + (elsewhere ? 1 : 0);
      pairs.push({ match, candidate, differences, distance });
    }
  }
  // The sort is stable: at equal distance files come in the order of their paths, rows in the order of the table.
  pairs.sort((a, b) => a.distance - b.distance);
  for (const { match, candidate, differences } of pairs) {
    if (match.file !== null || candidate.taken) continue;
    candidate.taken = true;
    match.file = candidate.file;
    match.differences = differences;
  }
}

/**
 * A file that no fulfilled row explains may stand for any row. One that is explained (its platform has its right file
 * already, so this is a second copy or an older one) stands for another row only
 *
 * - of another platform, if it has that row's size, or lies in a folder named for that row's platform (somebody put
 *   the x86 file into `x64`);
 * - of the same platform, if it is not a copy of the right file;
 * - in both cases also if there are no more files than rows, so that none is to spare, and no folder says otherwise.
 */
function mayStandIn(
  row: ManifestFile,
  candidate: Candidate,
  fulfilled: readonly RowMatch[],
  noMoreFilesThanRows: boolean,
): boolean {
  const { file, folder } = candidate;
  const explaining = fulfilled.filter((match) => platformFits(match.row, file));
  if (explaining.length === 0) return true;
  if (noMoreFilesThanRows && (folder === null || folder === canonicalPlatform(row.platform))) return true;
  if (platformFits(row, file)) {
    return explaining.every((match) => compareFile(match.row, file).length > 0);
  }
  return row.size === file.size || (folder !== null && folder === canonicalPlatform(row.platform));
}

/** Step 3. */
function attach(matches: RowMatch[], candidate: Candidate, isMeant: IsMeant, compare: Compare): boolean {
  const { file } = candidate;
  let best: RowMatch | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  let isCopy = false;
  for (const match of matches) {
    if (match.file === null || !isMeant(match.row, candidate)) continue;
    // What is no executable is the file of no other platform: it is damaged, or something else under that name.
    const differences = compare(match.row, file);
    if (file.platform !== null && differences.some(({ field }) => field === 'platform')) continue;
    const asGood = match.differences.length === 0 && differences.length === 0;
    const copy = asGood || sameFacts(match.file, file);
    const distance = copy ? -1 : weigh(differences);
    if (distance < nearest) {
      best = match;
      nearest = distance;
      isCopy = copy;
    }
  }
  if (!best) return false;
  (isCopy ? best.copies : best.rivals).push(file);
  return true;
}

const weights = { platform: 8, version: 4, size: 2, content: 1, signature: 1, hash: 1 } as const;

function weigh(differences: readonly Difference[]): number {
  return differences.reduce((sum, { field }) => sum + weights[field], 0);
}

function isNumbered({ file: { name, path } }: Candidate): boolean {
  return !path.endsWith(name);
}

function byPath(a: Candidate, b: Candidate): number {
  if (a.depth !== b.depth) return a.depth - b.depth;
  // Of files with one name in a container, one has it and the others have numbers.
  if (isNumbered(a) !== isNumbered(b)) return isNumbered(a) ? 1 : -1;
  return a.file.path < b.file.path ? -1 : a.file.path > b.file.path ? 1 : 0;
}
