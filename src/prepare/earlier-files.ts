import { join } from 'node:path';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { plural } from '../core/plural.js';
import { pathKey } from '../core/safe-path.js';
import type { StageTargets } from '../hotfix/stage/apply-stage.js';
import { hasConflicts, type StagePlan } from '../hotfix/stage/plan-stage.js';
import type { FileIdentity } from '../node/file-identity.js';
import { Folder } from '../node/folder.js';
import { hashFile } from '../node/hash.js';
import { unchangedFile } from '../node/unchanged-file.js';
import { IMAGE, REPORT, readableReports, stagedPath } from './output-layout.js';
import { findPreviousReport, readReportJson } from './previous-report.js';

export const ExistingFiles = ['refuse', 'replace', 'keep'] as const;
/**
 * What happens to files of the output folder that this run does not write: `refuse` ends the run before anything is
 * written, `replace` removes those that an earlier run wrote, `keep` leaves them there, with a warning.
 */
export type ExistingFilesChoice = (typeof ExistingFiles)[number];

/** A file that a run has put in place. */
export interface WrittenFile {
  /** Relative to the output folder, with `/`. */
  path: string;
  /** Lower-case hexadecimal. */
  sha256: string;
}

/** A file of an earlier run that has not changed since. */
export interface EarlierFile {
  path: string;
  only: FileIdentity;
}

/** How many files a message names. */
const NAMED = 3;

/**
 * Files, symbolic links, pipes and the like below some folders of the output folder that are not among those that a run writes; relative
 * to the output folder. What is no file always counts, because no run writes such, and nothing is written through a link.
 */
export function findOtherFiles(
  output: string,
  folders: readonly string[],
  written: Iterable<string>,
): string[] {
  const keys = new Set([...written].map(pathKey));
  return folders.flatMap((name) => {
    const folder = new Folder(join(output, name), { isOutput: true });
    const files = folder.files().map(({ path }) => `${name}/${path}`);
    const others = [...folder.linkPaths, ...folder.leftOut.others].map((path) => `${name}/${path}`);
    return [...files.filter((path) => !keys.has(pathKey(path))), ...others];
  });
}

/**
 * The files that earlier runs wrote in the output folder, from their report, by {@link pathKey}. Empty if there is no
 * readable report.
 */
export function readWrittenFiles(output: string): Map<string, WrittenFile> {
  const known = new Map<string, WrittenFile>();
  const report = readReportJson(join(output, REPORT));
  const written = report && typeof report === 'object' ? (report as { written?: unknown }).written : null;
  if (!Array.isArray(written)) return known;
  for (const one of written as unknown[]) {
    const { path, sha256 } = (one ?? {}) as { path?: unknown; sha256?: unknown };
    if (typeof path === 'string' && typeof sha256 === 'string') known.set(pathKey(path), { path, sha256 });
  }
  return known;
}

/** A file that a run writes. */
export interface PlannedFile {
  /** Relative to the output folder, with `/`. */
  path: string;
  /** Lower-case hexadecimal; null where it is not known yet. */
  sha256: () => string | null;
}

/**
 * Files that lie where a run writes, with other bytes than it writes, and that no earlier run wrote or that have changed since;
 * relative to the output folder, as spelled there.
 */
export function findForeignFiles(
  output: string,
  planned: readonly PlannedFile[],
  earlier: ReadonlyMap<string, WrittenFile>,
): string[] {
  const folder = new Folder(output, { isOutput: true });
  return planned.flatMap(({ path, sha256 }) => {
    const found = folder.find(path);
    if (found === null || !folder.isFile(found)) return [];
    const there = hashFile(join(output, found), 'sha256', { isOutput: true });
    return there === earlier.get(pathKey(path))?.sha256 || there === sha256() ? [] : [found];
  });
}

/** Files with the names of reports, where no report of a run lies beside them. */
function foreignReports(output: string): string[] {
  if (findPreviousReport(join(output, REPORT)) !== null) return [];
  const folder = new Folder(output, { isOutput: true });
  return [REPORT, ...Object.values(readableReports)].flatMap((name) => folder.find(name) ?? []);
}

/** Names foreign files that are replaced. Throws `PREPARE_OTHER_FILES` unless that is wanted. */
function replaceForeign(output: string, foreign: readonly string[], overwrite: boolean): Warning[] {
  if (foreign.length === 0) return [];
  const one = foreign.length === 1;
  const named = namedFiles(foreign);
  if (overwrite) {
    const message = `${named} ${one ? 'was' : 'were'} not what an earlier run left there, and ${one ? 'is' : 'are'} replaced`;
    return [{ code: 'PREPARE_OTHER_FILES', message, file: output }];
  }
  throw new HotfixkitError(
    'PREPARE_OTHER_FILES',
    `${named} ${one ? 'lies' : 'lie'} where this run writes, and ${one ? 'is' : 'are'} not what an earlier run left there; move ${one ? 'it' : 'them'} away, choose another folder, or replace ${one ? 'it' : 'them'} with --overwrite always`,
    { file: output, entry: foreign[0]!, found: plural(foreign.length, 'other file') },
  );
}

/**
 * The files that may be removed: an earlier run wrote them, and their bytes have not changed. Throws
 * `PREPARE_OTHER_FILES` if there is any other file.
 */
export function filesToReplace(
  output: string,
  others: readonly string[],
  written: ReadonlyMap<string, WrittenFile>,
): EarlierFile[] {
  const foreign: string[] = [];
  const files = others.flatMap((path): EarlierFile[] => {
    const sha256 = written.get(pathKey(path))?.sha256;
    const only = sha256 === undefined ? null : unchangedFile(join(output, path), sha256);
    if (only) return [{ path, only }];
    foreign.push(path);
    return [];
  });
  if (foreign.length > 0) {
    throw otherFiles(
      output,
      foreign,
      'which no earlier run wrote, or which have changed since; move them away or choose another folder',
    );
  }
  return files;
}

/** Throws `PREPARE_OTHER_FILES` where there are other files. */
export function refuseOtherFiles(output: string, others: readonly string[]): void {
  if (others.length === 0) return;
  throw otherFiles(
    output,
    others,
    'which this package does not have; choose another folder, or --existing replace to remove what an earlier run wrote, or --existing keep',
  );
}

/** Names other files that stay. */
export function otherFilesWarning(output: string, others: readonly string[]): Warning[] {
  if (others.length === 0) return [];
  return [
    {
      code: 'PREPARE_OTHER_FILES',
      message: `the folder still holds ${namedFiles(others)}, which are not of this package`,
      file: output,
    },
  ];
}

/** Files of the output folder that a run does not write. */
export interface OtherFiles {
  remove: EarlierFile[];
  /** What stays, named. */
  warnings: Warning[];
  /** What earlier runs wrote, by `pathKey`. */
  earlier: ReadonlyMap<string, WrittenFile>;
  /** The stage plan, in which files that an earlier run wrote are replaced if all of it is replaced. */
  stage: StagePlan | null;
}

export const noOtherFiles = { remove: [], warnings: [], earlier: new Map<string, WrittenFile>() };

/** The output folder of a run, and what the run does there. */
export interface PreparedFolder {
  /** Absolute. */
  folder: string;
  /** Paths of the image's files, below the output folder; null where the run makes no image. */
  written: readonly string[] | null;
  /** The content folders, below the output folder. */
  names: Required<StageTargets>;
  existing: ExistingFilesChoice;
  /** What the run writes into the image, to compare with what lies there. */
  inPlace: readonly PlannedFile[];
  /** Whether files that are there and differ are replaced. */
  overwrite: boolean;
}

/**
 * Finds the files in the image and content folders that the package does not have, and decides what happens to them. Where
 * nothing is staged, the content folders are left as they are, and a warning names what is in them. Throws
 * `PREPARE_OTHER_FILES`.
 */
export function otherFilesOf(
  { folder, written, names, existing, inPlace, overwrite }: PreparedFolder,
  stage: StagePlan | null,
): OtherFiles {
  const inImage = written === null ? [] : findOtherFiles(folder, [IMAGE], written);
  const copies = stage?.copies.map((copy) => stagedPath(names, copy)) ?? [];
  const inContent = findOtherFiles(folder, Object.values(names), copies);
  const others = [...inImage, ...(stage === null ? [] : inContent)];
  if (existing === 'refuse') refuseOtherFiles(folder, others);
  const earlier = readWrittenFiles(folder);
  const foreign = [...findForeignFiles(folder, inPlace, earlier), ...foreignReports(folder)];
  const replaced = replaceForeign(folder, foreign, overwrite);
  const updated = stage && existing === 'replace' ? replaceEarlier(stage, names, earlier) : stage;
  if (existing === 'keep') {
    const kept = otherFilesWarning(folder, [...inImage, ...inContent]);
    return { remove: [], warnings: [...replaced, ...kept], earlier, stage };
  }
  const remove = filesToReplace(folder, others, earlier);
  if (updated !== null && !hasConflicts(updated))
    return { remove, warnings: replaced, earlier, stage: updated };
  const left = new Set(inContent);
  return {
    remove: remove.filter(({ path }) => !left.has(path)),
    warnings: [...replaced, ...otherFilesWarning(folder, inContent)],
    earlier,
    stage: updated,
  };
}

/** Replaces staged files that an earlier run wrote, like all other files of it, where their bytes have not changed. */
function replaceEarlier(
  stage: StagePlan,
  names: Required<StageTargets>,
  earlier: OtherFiles['earlier'],
): StagePlan {
  const copies = stage.copies.map((copy) => {
    const before = earlier.get(pathKey(stagedPath(names, copy)))?.sha256;
    const isEarlier = copy.action === 'conflict' && copy.existing?.sha256 === before;
    return isEarlier ? { ...copy, action: 'replace' as const } : copy;
  });
  return { ...stage, copies };
}

/** `a.txt, b.txt and 3 more files` */
function namedFiles(paths: readonly string[]): string {
  const named = paths.slice(0, NAMED).join(', ');
  return paths.length > NAMED ? `${named} and ${plural(paths.length - NAMED, 'more file')}` : named;
}

function otherFiles(file: string, others: readonly string[], what: string): HotfixkitError {
  return new HotfixkitError('PREPARE_OTHER_FILES', `the folder holds ${namedFiles(others)}, ${what}`, {
    file,
    entry: others[0]!,
    found: plural(others.length, 'other file'),
  });
}
