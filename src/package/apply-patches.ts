import { type Warning, withFacts } from '../errors.js';
import { applyTransform } from '../msi/apply-transform.js';
import type { Database } from '../msi/database.js';
import { type FileRow, readFileTable } from '../msi/tables/file.js';
import { readMediaTable } from '../msi/tables/media.js';
import { readPatchTable } from '../msi/tables/patch.js';
import { consolidate, type NewSummary } from './consolidate.js';
import { MediaBySequence } from './media.js';
import type { PatchPackage } from './patch-package.js';
import type { PatchStep } from './patch-sequence.js';

/** Something that a patch brings for a file: the file itself, or a delta to the file as it was before. */
export interface PatchContent {
  patch: PatchPackage;
  /** As the Media table of the patch has it, `#name`; the member has the name of the File key. */
  cabinet: string;
  /** Null for a whole file. */
  delta: {
    sequence: number;
    /** Without this delta nothing may be installed; otherwise the file stays as it is (Patch.Attributes 1). */
    isFatal: boolean;
  } | null;
}

export interface AppliedPatches {
  database: Database;
  /** By File key, in the order in which they are to be applied; files that no patch brings are absent. */
  contents: Map<string, PatchContent[]>;
  summary: NewSummary;
  warnings: Warning[];
}

const FAILURE_IS_NOT_FATAL = 1;

/**
 * The database that patches make of a product's, and what they bring for its files (win32 docs, "Patch Packages", "Patch
 * Table", "PatchPackage Table"). Of each patch two transforms are applied: T makes the product the new one; #T adds
 * what its installation needs, from which is read where the content of each file is. Then the latter is taken out again
 * (see {@link consolidate}), so that patches do not get into each other's way and the result is the database of the
 * product updated.
 *
 * Throws what reading and applying transforms throws, naming the patch and the transform.
 */
export function applyPatches(database: Database, steps: readonly PatchStep<PatchPackage>[]): AppliedPatches {
  const result: AppliedPatches = { database, contents: new Map(), summary: {}, warnings: [] };
  for (const step of steps) {
    withFacts({ file: step.patch.label }, () => applyPatch(result, step));
  }
  return result;
}

function applyPatch(result: AppliedPatches, { patch, pair }: PatchStep<PatchPackage>): void {
  const names = patch.identity.pairs[pair]!;
  const apply = (database: Database, name: string): Database =>
    withFacts({ stream: name }, () =>
      applyTransform(database, patch.transform(name), {
        onWarning: (warning) => result.warnings.push({ ...warning, file: patch.label }),
      }),
    );
  const updated = apply(result.database, names.product);
  const session = names.patch === null ? updated : apply(updated, names.patch);

  const files = readFileTable(session);
  const keys = new Set(files.map(({ file }) => file));
  for (const key of result.contents.keys()) {
    if (!keys.has(key)) result.contents.delete(key);
  }
  for (const [key, contents] of contentsOf(patch, updated, session, files)) {
    const earlier = contents[0]!.delta === null ? [] : (result.contents.get(key) ?? []);
    result.contents.set(key, [...earlier, ...contents]);
  }
  const { database, summary } = consolidate(updated, session);
  result.database = database;
  result.summary = { ...result.summary, ...summary };
}

/** Files that the patch transform gives another place on the media, and those that it adds. */
function movedFiles(updated: Database, files: readonly FileRow[]): Set<string> {
  const before = new Map(readFileTable(updated).map(({ file, sequence }) => [file, sequence]));
  return new Set(files.filter(({ file, sequence }) => before.get(file) !== sequence).map(({ file }) => file));
}

/** The Media row that a Sequence belongs to, where the patch transform brings that row. */
function patchMediaFinder(updated: Database, session: Database): (sequence: number) => string | null {
  const before = new Map(readMediaTable(updated).map((row) => [row.diskId, JSON.stringify(row)]));
  const all = readMediaTable(session);
  const own = new Set(
    all.filter((row) => {
      return row.cabinet?.startsWith('#') === true && before.get(row.diskId) !== JSON.stringify(row);
    }),
  );
  const bySequence = new MediaBySequence(all);
  return (sequence) => {
    const row = bySequence.find(sequence);
    return row && own.has(row) ? row.cabinet : null;
  };
}

function contentsOf(
  patch: PatchPackage,
  updated: Database,
  session: Database,
  files: readonly FileRow[],
): Map<string, PatchContent[]> {
  const contents = new Map<string, PatchContent[]>();
  const cabinetOf = patchMediaFinder(updated, session);
  const moved = movedFiles(updated, files);
  const deltas = readPatchTable(session).sort((a, b) => a.sequence - b.sequence);
  for (const { file, sequence, attributes } of deltas) {
    const cabinet = cabinetOf(sequence);
    if (cabinet === null) continue;
    const isFatal = (attributes & FAILURE_IS_NOT_FATAL) === 0;
    const content: PatchContent = { patch, cabinet, delta: { sequence, isFatal } };
    const others = contents.get(file);
    if (others) others.push(content);
    else contents.set(file, [content]);
  }
  for (const { file, sequence } of files) {
    if (contents.has(file)) continue;
    const cabinet = cabinetOf(sequence);
    if (cabinet === null) continue;
    // What has no place on the product's media looks as if it were on the last disk, which is the patch's. What the
    // patch transform puts there is missed when it turns out not to be.
    if (!moved.has(file) && !(patch.cabinets.has(cabinet) && patch.cabinets.holds(cabinet, file))) continue;
    contents.set(file, [{ patch, cabinet, delta: null }]);
  }
  return contents;
}
