import { basename, dirname, join } from 'node:path';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { fileKey } from '../../node/file-key.js';
import { type FileStamp, fileStampLater, isFolder } from '../../node/file-stamp.js';
import { leftOutEntries } from '../../node/left-out-entries.js';
import { defaultRunLimits, type RunLimits } from '../../node/run-limits.js';
import { walkFolder } from '../../node/walk-folder.js';
import { type Manifest, manifestName } from '../manifest/manifest.js';
import type { FileFacts } from '../verify/compare-file.js';
import { type Download, downloadWith } from '../verify/compare-hashes.js';
import { isWantedName } from '../verify/content-files.js';
import { BesideFiles } from './beside-files.js';
import { type Candidate, type CandidateFacts, type CandidateKind, CandidateNames } from './candidate.js';
import { groupPlaces } from './group-places.js';
import { judgePlace, type Place } from './judge-place.js';
import { ScanState } from './scan-state.js';
import { ScanWorkers } from './scan-workers.js';

/** A hotfix and every place that has files of it. */
export interface ScannedHotfix {
  kb: string | null;
  title: string;
  /** The worst status that was found, from `damaged` to `present`, `superseded` and `complete`; `absent` if nothing was found. */
  status: 'damaged' | 'superseded' | 'complete' | 'present' | 'absent';
  places: ScannedPlace[];
}

/** A place, and the verdict about it. */
export interface ScannedPlace extends Place {
  root: string;
  /** Complete or superseded, or present where missing files do not count; also where only other versions are. */
  ok: boolean;
}

/** One of the paths that were scanned. */
export interface ScannedRoot {
  path: string;
  /** Some hotfix is there, and all places are complete or superseded. */
  ok: boolean;
  /** Number of places of a hotfix; those with files of other versions alone do not count. */
  places: number;
}

/** What {@link scanTrees} found. */
export interface ScanResult {
  /** Every path is right, and all articles that were requested by number were found. */
  ok: boolean;
  roots: string[];
  /** The verdict about each root. */
  paths: ScannedRoot[];
  walked: {
    folders: number;
    files: number;
    /** Files that the articles name. */
    candidates: number;
    /** Of those, read in this run and known from the state. */
    read: number;
    reused: number;
  };
  hotfixes: ScannedHotfix[];
  warnings: Warning[];
}

/** Progress of a scan: folders and files that were found, files to read, and how many of them are read. */
export interface ScanProgress {
  folders: number;
  files: number;
  candidates: number;
  done: number;
}

/** Options of {@link scanTrees}. */
export interface ScanOptions {
  product?: string | null;
  /** Missing files do not count as failures, nor do missing hotfixes beside others. */
  onlyPresent?: boolean;
  /** Whether every article must be found. */
  each?: boolean;
  /** File with the results, so that a later run reads only changed files. */
  state?: string | null;
  /** Adds the SHA-256 of every file of a place. */
  hash?: boolean;
  threads?: number;
  /** Limits for one file; a file beyond them is one damaged entry of the answer. Only in the built package. */
  limits?: RunLimits;
  onProgress?: (progress: ScanProgress) => void;
  signal?: AbortSignal;
}

/** The state is saved after this many milliseconds. */
const SAVE = 10_000;
/** Saving takes at most this fraction of the time. */
const SAVE_SHARE = 20;

interface Found {
  root: string;
  candidate: Candidate;
  answer: CandidateFacts;
  /** The path that the caller gave: the root, or this very file. */
  given: string;
}

/**
 * Which hotfixes lie in folders and packages, and whether they are complete, damaged or superseded. Only files that the
 * manifests name are read; memory grows with those, not with the folders. With `state`, an interrupted run continues
 * and a later run reads only what changed. Folders and files within that cannot be read are warnings.
 *
 * @throws `FILE_NOT_FOUND` and `FILE_READ` for a root that cannot be opened, `STATE_INVALID`, `ABORTED`.
 * @example
 * import { manifestFromCatalogue, scanTrees } from 'hotfixkit';
 *
 * const { hotfixes } = await scanTrees(['share'], [manifestFromCatalogue('977203')]);
 * for (const { kb, places } of hotfixes) console.log(kb, places.map(({ path, status }) => `${path}: ${status}`));
 */
export async function scanTrees(
  roots: readonly string[],
  manifests: readonly Manifest[],
  options: ScanOptions = {},
): Promise<ScanResult> {
  const names = new CandidateNames(manifests);
  const state = options.state ? new ScanState(options.state, names) : null;
  const workers = new ScanWorkers(manifests, options.threads ?? 1, options.limits ?? defaultRunLimits());
  // Files that are being read are not waited for: one of them may be the reason.
  const abort = (): void => void workers.close();
  options.signal?.addEventListener('abort', abort);
  const run = new ScanRun(manifests, workers, state, options);
  run.warnings.push(...(state?.warnings ?? []));
  try {
    for (const root of eachOnce(roots)) {
      if (isFolder(root)) await run.walk(root, names);
      else
        await run.take(dirname(root), root, basename(root), names.kindOf(basename(root)) ?? 'package', root);
    }
    await run.finish();
    run.warnings.push(...((await state?.save({ whole: true })) ?? []));
  } catch (error) {
    // The next run does not read again what was read.
    await run.finish().catch(() => undefined);
    await state?.save({ whole: false });
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
    await workers.close();
  }
  const uncovered = new Map<string, Warning>();
  const givenOf = new Map<Place, string>();
  const hotfixes = manifests.map((manifest) =>
    judgeHotfix(manifest, run.found, options, givenOf, (warning) => uncovered.set(warning.message, warning)),
  );
  const { each = false, onlyPresent = false } = options;
  const paths = eachOnce(roots).map((root) => judgeRoot(root, hotfixes, givenOf));
  return {
    ok:
      paths.every(({ ok }) => ok) &&
      (!each || onlyPresent || hotfixes.every(({ status }) => status !== 'absent')),
    roots: [...roots],
    paths,
    walked: run.walked,
    hotfixes,
    warnings: [...run.warnings, ...uncovered.values()],
  };
}

/** One walk over all trees, with its results and the files that are being read. */
class ScanRun {
  readonly found: Found[] = [];
  readonly warnings: Warning[] = [];
  readonly walked = { folders: 0, files: 0, candidates: 0, read: 0, reused: 0 };
  readonly #manifests: readonly Manifest[];
  readonly #workers: ScanWorkers;
  readonly #state: ScanState | null;
  readonly #options: ScanOptions;
  readonly #open = new Set<Promise<void>>();
  #failed: unknown = null;
  #done = 0;
  #saveAt = performance.now() + SAVE;

  constructor(
    manifests: readonly Manifest[],
    workers: ScanWorkers,
    state: ScanState | null,
    options: ScanOptions,
  ) {
    this.#manifests = manifests;
    this.#workers = workers;
    this.#state = state;
    this.#options = options;
  }

  async walk(root: string, names: CandidateNames): Promise<void> {
    const { signal } = this.#options;
    const onError = (error: HotfixkitError): void => {
      // A tree that cannot be opened at all is an error, not a warning.
      if (this.walked.folders === 0 && error.facts.file === join(root)) this.#failed = error;
      this.#warn(error);
    };
    let linked = 0;
    const notRead: string[] = [];
    const beside = new BesideFiles(root);
    const folders = walkFolder(root, { onError, ...(signal ? { signal } : {}) });
    for await (const { path, files, links, others: pipes } of folders) {
      linked += links;
      for (const name of pipes) notRead.push(path === '' ? name : `${path}/${name}`);
      this.walked.folders++;
      this.walked.files += files.length;
      const kinds = files.map((name) => names.kindOf(name));
      const others = files.filter((_, i) => kinds[i] === null);
      if (kinds.includes('file')) beside.add(path, others);
      else beside.addElsewhere(path, others);
      for (const [i, name] of files.entries()) {
        const kind = kinds[i]!;
        if (kind === null) continue;
        await this.take(root, join(root, path, name), path === '' ? name : `${path}/${name}`, kind);
      }
      this.#tell();
    }
    if (this.#failed) throw this.#failed;
    const isWanted = isWantedName(this.#manifests);
    const leftOut = leftOutEntries({ links: linked, others: notRead }, root);
    this.warnings.push(...leftOut, ...beside.warnings(isWanted), ...beside.notes());
  }

  /** Starts reading a candidate; waits while enough of them are being read. */
  async take(root: string, fullPath: string, path: string, kind: CandidateKind, given = root): Promise<void> {
    this.walked.candidates++;
    while (this.#open.size >= this.#workers.capacity) await Promise.race(this.#open);
    if (this.#failed) throw this.#failed;
    if (this.#options.signal?.aborted) throw new HotfixkitError('ABORTED', 'interrupted');
    const work = this.#read(root, fullPath, path, kind, given).catch((error: unknown) => {
      this.#failed ??= error;
    });
    this.#open.add(work);
    void work.then(() => this.#open.delete(work));
  }

  async finish(): Promise<void> {
    await Promise.all(this.#open);
    if (this.#failed) throw this.#failed;
  }

  async #read(
    root: string,
    fullPath: string,
    path: string,
    kind: CandidateKind,
    given: string,
  ): Promise<void> {
    let stamp: FileStamp;
    const seen = Date.now();
    try {
      stamp = await fileStampLater(fullPath);
    } catch (error) {
      if (!(error instanceof HotfixkitError)) throw error;
      this.#warn(error);
      return;
    }
    const asked = given !== root;
    const { hash = false } = this.#options;
    const candidate: Candidate = { path, kind, ...stamp, ...(asked && { asked }), ...(hash && { hash }) };
    const key = fileKey(fullPath);
    let answer = this.#state?.find(key, candidate) ?? null;
    // As part of a tree, the database of an image has no files of its own.
    if (asked && answer?.facts.length === 0) answer = null;
    // An earlier run may not have been asked for digests.
    if (hash && answer?.facts.some(({ sha256 }) => typeof sha256 !== 'string')) answer = null;
    if (answer) {
      this.walked.reused++;
      // The tree may be given by another path.
      answer = {
        ...answer,
        facts: answer.facts.map((facts) => ({ ...facts, path: replaced(facts.path, path) })),
      };
    } else {
      answer = await this.#workers.read(fullPath, candidate);
      this.walked.read++;
      // What is kept has no warnings, and no hashes of the package: what needs one is read again each time.
      if (answer.problem === null && !answer.warnings && !answer.download)
        this.#state?.add(key, candidate, answer.facts, seen);
    }
    this.found.push({ root, candidate, answer, given });
    for (const one of answer.warnings ?? []) this.warnings.push(one);
    this.#done++;
    this.#tell();
    const begun = performance.now();
    if (!this.#state || begun < this.#saveAt) return;
    // Set first, so that others that finish meanwhile do not save as well.
    this.#saveAt = Number.POSITIVE_INFINITY;
    await this.#state.save({ whole: false });
    const now = performance.now();
    this.#saveAt = now + Math.max(SAVE, SAVE_SHARE * (now - begun));
  }

  #tell(): void {
    const { folders, files, candidates } = this.walked;
    this.#options.onProgress?.({ folders, files, candidates, done: this.#done });
  }

  #warn(error: HotfixkitError): void {
    this.warnings.push({ ...error.facts, code: error.code, message: error.message });
  }
}

/** The part before `!` is the current path of the package. */
function replaced(path: string, now: string): string {
  const at = path.indexOf('!');
  return at < 0 ? now : now + path.slice(at);
}

const order = ['damaged', 'present', 'superseded', 'complete'] as const;

function judgeRoot(
  root: string,
  hotfixes: readonly ScannedHotfix[],
  givenOf: ReadonlyMap<Place, string>,
): ScannedRoot {
  const places = hotfixes
    .flatMap((hotfix) => hotfix.places)
    .filter((place) => givenOf.get(place) === root)
    .filter(({ status }) => status !== 'older' && status !== 'other');
  return { path: root, ok: places.length > 0 && places.every(({ ok }) => ok), places: places.length };
}

function judgeHotfix(
  manifest: Manifest,
  found: readonly Found[],
  options: ScanOptions,
  givenOf: Map<Place, string>,
  onWarning: (warning: Warning) => void,
): ScannedHotfix {
  const own = new CandidateNames([manifest]);
  const places: ScannedHotfix['places'] = [];
  const { product = null, onlyPresent = false, hash = false } = options;
  const judge = (
    path: string,
    files: readonly FileFacts[],
    isPackage: boolean,
    download: Download | null = null,
  ): Place =>
    judgePlace(manifest, path, files, isPackage, { product, onlyPresent, hash, download }, onWarning);
  const add = (root: string, given: string, place: Place): void => {
    const ok = place.status !== 'damaged' && (onlyPresent || place.status !== 'present');
    const whole = { root, ok, ...place };
    places.push(whole);
    givenOf.set(whole, given);
  };
  const loose = new Map<string, { root: string; files: FileFacts[] }>();
  for (const { root, candidate, answer, given } of found) {
    // A package that is given as a root may be that of any article, whatever its name.
    if (given === root && own.kindOf(nameOf(candidate.path)) === null) continue;
    if (candidate.kind === 'package') {
      if (answer.problem === null && answer.facts.length === 0) continue;
      const place = answer.problem
        ? unreadable(candidate, answer.problem)
        : judge(candidate.path, answer.facts, true, answer.download ? downloadWith(answer.download) : null);
      add(root, given, place);
    } else if (answer.problem) {
      add(root, given, unreadable(candidate, answer.problem));
    } else {
      const tree = loose.get(given) ?? { root, files: [] };
      for (const one of answer.facts) tree.files.push(one);
      loose.set(given, tree);
    }
  }
  for (const [given, { root, files }] of loose) {
    for (const group of groupPlaces(files)) add(root, given, judge(group.folder, group.files, false));
  }
  const later = places.filter((place) => place.status === 'superseded');
  if (later.length > 0) onWarning(notComparedLater(manifest, later));
  places.sort((a, b) => compareTexts(a.root, b.root) || compareTexts(a.path, b.path));
  const status = order.find((one) => places.some((place) => place.status === one)) ?? 'absent';
  return { kb: manifest.kb, title: manifest.title, status, places };
}

/** Names that a message lists. */
const LISTED = 5;

function notComparedLater(manifest: Manifest, places: readonly { path: string; root: string }[]): Warning {
  const listed = places.slice(0, LISTED).map(({ path, root }) => path || root);
  const more = places.length > LISTED ? `; ${places.length - LISTED} more` : '';
  const what = places.length === 1 ? '1 place has' : `${places.length} places have`;
  return {
    code: 'VERIFY_NOT_COMPARED',
    message: `${what} files of a later hotfix than ${manifestName(manifest)}, which were compared with no table: ${listed.join('; ')}${more}`,
  };
}

/** A package or file of the hotfix that cannot be read counts as damaged. */
function unreadable({ path }: Candidate, problem: { code: string; message: string }): Place {
  return {
    path,
    role: 'package',
    status: 'damaged',
    product: null,
    expected: 0,
    right: 0,
    problems: [],
    counts: { match: 0, mismatch: 0, missing: 0, ambiguous: 0 },
    supersededBy: [],
    problem,
  };
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function eachOnce(roots: readonly string[]): string[] {
  return [...new Map(roots.map((root) => [fileKey(root), root])).values()];
}
