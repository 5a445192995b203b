import { groupBy } from '../../core/group-by.js';
import { nameKey } from '../../core/name-key.js';
import type { ManifestFile } from '../manifest/manifest.js';
import { foldersOfRow } from '../manifest/row-name.js';
import { compareFile, type Difference, type FileFacts, platformFits, sameFacts } from './compare-file.js';
import { type Candidate, type FilesOfName, folderKey, foldersOf } from './files-of-name.js';
import { type HeadingPlatform, headingDifference } from './heading-platform.js';
import { AllPairs, PairBudget } from './pair-budget.js';
import { canonicalPlatform } from './platform.js';
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

/** Rows and files of one name, and which of them may belong together. */
export interface Namesakes {
  rows: readonly ManifestFile[];
  files: FilesOfName;
  meant: Meant;
  budget: PairBudget;
}

/**
 * Finds which files each row may be about, before any of them are compared: what would take too long is refused at once.
 *
 * @param all takes the pairs that are to be compared
 */
export function pairUp(
  rows: readonly ManifestFile[],
  files: FilesOfName,
  all: AllPairs = new AllPairs(),
): Namesakes {
  const budget = new PairBudget(rows[0]?.name ?? '', 'files', all);
  return { rows, files, meant: byFolder(rows, files, budget), budget };
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
  { rows, files, meant, budget }: Namesakes,
  heading: HeadingPlatform | null = null,
): { matches: RowMatch[]; unlisted: FileFacts[] } {
  const compare: Compare = (row, file) => [
    ...compareFile(row, file),
    ...headingDifference(heading, row, file),
  ];
  const matches = rows.map((row): RowMatch => ({ row, file: null, differences: [], copies: [], rivals: [] }));
  const taken = new Set<Candidate>();
  assignFitting(matches, meant, taken, compare, heading);
  assignNearest(matches, files.candidates, meant, taken, compare, budget);
  const unlisted: FileFacts[] = [];
  const meanings = rowsOfCandidates(matches, meant, taken);
  for (const candidate of files.candidates) {
    if (!taken.has(candidate) && !attach(meanings.get(candidate) ?? [], candidate, compare))
      unlisted.push(candidate.file);
  }
  return { matches, unlisted };
}

type Compare = (row: ManifestFile, file: FileFacts) => Difference[];

/** The files that each row is about, in their order. */
type Meant = ReadonlyMap<ManifestFile, readonly Candidate[]>;

/** Which files each row is about, by the folders in its name or, where rows differ in it, in its column. A file in a folder that a row names is about no other row. */
function byFolder(rows: readonly ManifestFile[], files: FilesOfName, budget: PairBudget): Meant {
  const meant = new Map<ManifestFile, readonly Candidate[]>();
  const reserved = new Set<Candidate>();
  const differ = new Set(rows.map(({ folder }) => nameKey(folder ?? ''))).size > 1;
  for (const row of new Set(rows)) {
    const inName = foldersOfRow(row.name);
    const folders = inName.length === 0 && differ && row.folder ? foldersOfRow(`${row.folder}/x`) : inName;
    const near = folders.length === 0 ? [] : files.inFolder(folders.at(-1)!);
    budget.spend(near.length);
    const shared = near.map((candidate) => sharedEnd(folders, candidate.folders));
    const most = shared.reduce((a, b) => Math.max(a, b), 0);
    if (most === 0) continue;
    const found = near.filter((_, i) => shared[i] === most);
    meant.set(row, found);
    for (const candidate of found) reserved.add(candidate);
  }
  const others =
    reserved.size === 0 ? files.candidates : files.candidates.filter((candidate) => !reserved.has(candidate));
  for (const row of rows) {
    if (!meant.has(row)) meant.set(row, others);
    budget.spend(meant.get(row)!.length);
  }
  return meant;
}

/** Which rows with a file are about each file that is left, in the order of the table. */
function rowsOfCandidates(
  matches: readonly RowMatch[],
  meant: Meant,
  taken: ReadonlySet<Candidate>,
): ReadonlyMap<Candidate, RowMatch[]> {
  const found = new Map<Candidate, RowMatch[]>();
  for (const match of matches) {
    if (match.file === null) continue;
    for (const candidate of meant.get(match.row)!) {
      if (taken.has(candidate)) continue;
      const known = found.get(candidate);
      if (known === undefined) found.set(candidate, [match]);
      else known.push(match);
    }
  }
  return found;
}

/** Whether a file lies in the folder that the name of a row has, or in the last part of it. */
export function isInFolder(name: string, path: string): boolean {
  return sharedEnd(foldersOfRow(name), foldersOf(path)) > 0;
}

/** How many folders are the same from the end on; `i386` is `x86`. */
function sharedEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && isSameFolder(a.at(-1 - count)!, b.at(-1 - count)!)) count++;
  return count;
}

const isSameFolder = (a: string, b: string): boolean => a === b || folderKey(a) === folderKey(b);

/** Step 1, by augmenting paths. What a search without success has tried leads no later one to a free file. */
function assignFitting(
  matches: RowMatch[],
  meant: Meant,
  taken: Set<Candidate>,
  compare: Compare,
  heading: HeadingPlatform | null,
): void {
  const fitting = matches.map(({ row }) => {
    const found = meant.get(row)!.filter((candidate) => compare(row, candidate.file).length === 0);
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
  let tried = new Set<Candidate>();
  for (let index = 0; index < matches.length; index++) if (assign(index, tried)) tried = new Set();
  for (const [candidate, index] of holder) {
    taken.add(candidate);
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

/** A row and a file that may stand for it. */
interface Pair {
  match: RowMatch;
  candidate: Candidate;
  differences: Difference[];
  distance: number;
}

/** Step 2: the best pair first, until rows or files run out. */
function assignNearest(
  matches: RowMatch[],
  candidates: readonly Candidate[],
  meant: Meant,
  taken: Set<Candidate>,
  compare: Compare,
  budget: PairBudget,
): void {
  const lacking = matches.filter(({ file }) => file === null);
  const fulfilled = new FulfilledRows(matches, budget);
  const noMoreFilesThanRows = candidates.length <= matches.length;
  const pairs = lacking.flatMap((match): Pair[] =>
    meant.get(match.row)!.flatMap((candidate) => {
      if (taken.has(candidate) || !mayStandIn(match.row, candidate, fulfilled, noMoreFilesThanRows))
        return [];
      const differences = compare(match.row, candidate.file);
      const elsewhere =
        candidate.folder === null || candidate.folder !== canonicalPlatform(match.row.platform);
      return [{ match, candidate, differences, distance: weigh(differences) + (elsewhere ? 1 : 0) }];
    }),
  );
  // The sort is stable: of one file, rows come in the order of the table.
  pairs.sort((a, b) => a.distance - b.distance || a.candidate.index - b.candidate.index);
  for (const { match, candidate, differences } of pairs) {
    if (match.file !== null || taken.has(candidate)) continue;
    taken.add(candidate);
    match.file = candidate.file;
    match.differences = differences;
  }
}

/** The rows that have their files, and what they explain of other files. */
class FulfilledRows {
  /** One row of each kind that {@link platformFits} tells apart. */
  readonly #ofPlatforms: readonly ManifestFile[];
  /** One row of each kind that {@link compareFile} tells apart. */
  readonly #distinct: readonly ManifestFile[];
  readonly #budget: PairBudget;
  readonly #copies = new Map<Candidate, boolean>();

  constructor(matches: readonly RowMatch[], budget: PairBudget) {
    const rows = matches.flatMap(({ row, file }) => (file === null ? [] : [row]));
    const one = (key: (row: ManifestFile) => string) =>
      [...groupBy(rows, key).values()].map((same) => same[0]!);
    this.#ofPlatforms = one(({ platform, version }) => `${canonicalPlatform(platform)} ${version === null}`);
    this.#distinct = one(({ platform, version, size }) => JSON.stringify([platform, version, size]));
    this.#budget = budget;
  }

  /** Whether the platform of a file has its right file. */
  explain({ file }: Candidate): boolean {
    return this.#ofPlatforms.some((row) => platformFits(row, file));
  }

  /** Whether a file is what one of the rows says. */
  describe(candidate: Candidate): boolean {
    let is = this.#copies.get(candidate);
    if (is === undefined) {
      this.#budget.spend(this.#distinct.length);
      is = this.#distinct.some((row) => compareFile(row, candidate.file).length === 0);
      this.#copies.set(candidate, is);
    }
    return is;
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
  fulfilled: FulfilledRows,
  noMoreFilesThanRows: boolean,
): boolean {
  const { file, folder } = candidate;
  if (!fulfilled.explain(candidate)) return true;
  if (noMoreFilesThanRows && (folder === null || folder === canonicalPlatform(row.platform))) return true;
  if (platformFits(row, file)) return !fulfilled.describe(candidate);
  return row.size === file.size || (folder !== null && folder === canonicalPlatform(row.platform));
}

/** Step 3. */
function attach(matches: readonly RowMatch[], candidate: Candidate, compare: Compare): boolean {
  const { file } = candidate;
  let best: RowMatch | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  let isCopy = false;
  for (const match of matches) {
    // What is no executable is the file of no other platform: it is damaged, or something else under that name.
    const differences = compare(match.row, file);
    if (file.platform !== null && differences.some(({ field }) => field === 'platform')) continue;
    const asGood = match.differences.length === 0 && differences.length === 0;
    const copy = asGood || sameFacts(match.file!, file);
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
