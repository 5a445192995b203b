import { type Warning, withFacts } from '../../core/errors.js';
import { applyTransform } from '../../msi/apply-transform.js';
import type { Database } from '../../msi/database.js';
import type { TableRow } from '../../msi/schema.js';
import { MediaBySequence } from '../install/media.js';
import { consolidate } from './consolidate.js';
import type { PatchPackage } from './patch-package.js';
import type { PatchStep } from './sequenced-patch.js';

/** Content of a file in a patch: the file itself, or a delta to the file before the patch. */
export interface PatchContent {
  patch: PatchPackage;
  /** As in the patch's Media table, `#name`; the member is named by the File key. */
  cabinet: string;
  /** Null for a whole file. */
  delta: {
    sequence: number;
    /** Whether the patch fails if this delta does not fit; otherwise the file is unchanged (Patch.Attributes 1). */
    isFatal: boolean;
  } | null;
}

export interface AppliedPatches {
  /** The database as it was, and after each patch. */
  states: readonly Database[];
  /** By File key, in the order in which they are applied; files without content in a patch are absent. */
  contents: Map<string, PatchContent[]>;
  warnings: Warning[];
}

const FAILURE_IS_NOT_FATAL = 1;

/**
 * Patches a product's database and lists the patches' content for its files (win32 docs, "Patch Packages", "Patch
 * Table", "PatchPackage Table"). Applies two transforms of each patch: T updates the product; #T adds
 * the installation data, which locates the content of each file. That data is then removed
 * (see {@link consolidate}), so that patches do not conflict and the result is the database of the
 * updated product.
 *
 * Throws what reading and applying transforms throws, naming the patch and the transform.
 */
export function applyPatches(database: Database, steps: readonly PatchStep<PatchPackage>[]): AppliedPatches {
  const states = [database];
  const result: AppliedPatches = { states, contents: new Map(), warnings: [] };
  for (const step of steps) {
    states.push(withFacts({ file: step.patch.label }, () => applyPatch(result, states.at(-1)!, step)));
  }
  return result;
}

function applyPatch(
  result: Omit<AppliedPatches, 'states'>,
  original: Database,
  { patch, pair }: PatchStep<PatchPackage>,
): Database {
  const names = patch.identity.pairs[pair]!;
  const apply = (database: Database, name: string): Database =>
    withFacts({ stream: name }, () =>
      applyTransform(database, patch.transform(name), {
        onWarning: (warning) => result.warnings.push({ ...warning, file: patch.label }),
      }),
    );
  const updated = apply(original, names.product);
  const session = names.patch === null ? updated : apply(updated, names.patch);

  const states = { original, updated, session };
  const files = session.rows('File');
  const keys = new Set(files.map(({ File: file }) => file));
  for (const key of result.contents.keys()) {
    if (!keys.has(key)) result.contents.delete(key);
  }
  for (const [key, contents] of contentsOf(patch, states, files)) {
    const earlier = contents[0]!.delta === null ? [] : (result.contents.get(key) ?? []);
    result.contents.set(key, [...earlier, ...contents]);
  }
  return consolidate(updated, session);
}

/** A database in three states: before a patch, with its product transform, and also with its patch transform. */
interface States {
  original: Database;
  updated: Database;
  session: Database;
}

function sequencesOf(database: Database): Map<string, number> {
  return new Map(database.rows('File').map(({ File: file, Sequence: sequence }) => [file, sequence]));
}

/**
 * The cabinet for a File or Patch row by its Sequence. `own` searches the Media rows added by the patch transform,
 * which hold the transform's files even if another patch has extended the product's media beyond them.
 * `any` searches all of them, and returns null for the product's media.
 */
function mediaFinders({
  updated,
  session,
}: States): Record<'own' | 'any', (sequence: number) => string | null> {
  const before = new Map(updated.rows('Media').map((row) => [row.DiskId, JSON.stringify(row)]));
  const all = session.rows('Media');
  const brought = all.filter((row) => {
    return row.Cabinet?.startsWith('#') === true && before.get(row.DiskId) !== JSON.stringify(row);
  });
  const [ownRows, allRows] = [new MediaBySequence(brought), new MediaBySequence(all)];
  return {
    own: (sequence) => ownRows.find(sequence)?.Cabinet ?? null,
    any: (sequence) => {
      const row = allRows.find(sequence);
      return row && brought.includes(row) ? row.Cabinet : null;
    },
  };
}

function contentsOf(
  patch: PatchPackage,
  states: States,
  files: readonly TableRow<'File'>[],
): Map<string, PatchContent[]> {
  const contents = new Map<string, PatchContent[]>();
  const { own, any } = mediaFinders(states);
  const known = new Set(
    states.updated.rows('Patch').map(({ File_: file, Sequence: sequence }) => `${sequence} ${file}`),
  );
  const deltas = states.session.rows('Patch').sort((a, b) => a.Sequence - b.Sequence);
  for (const { File_: file, Sequence: sequence, Attributes: attributes } of deltas) {
    const cabinet = known.has(`${sequence} ${file}`) ? any(sequence) : own(sequence);
    if (cabinet === null) continue;
    const isFatal = (attributes & FAILURE_IS_NOT_FATAL) === 0;
    const content: PatchContent = { patch, cabinet, delta: { sequence, isFatal } };
    const others = contents.get(file);
    if (others) others.push(content);
    else contents.set(file, [content]);
  }
  const original = new Set(states.original.rows('File').map(({ File: file }) => file));
  const updated = sequencesOf(states.updated);
  for (const { File: file, Sequence: sequence } of files) {
    if (contents.has(file)) continue;
    if (updated.get(file) !== sequence) {
      // Placed by the patch transform: an error if missing.
      const cabinet = own(sequence);
      if (cabinet !== null) contents.set(file, [{ patch, cabinet, delta: null }]);
      continue;
    }
    // Only the product transform places it, or has renumbered the product: the patch may contain it.
    const cabinet = original.has(file) ? any(sequence) : (any(sequence) ?? own(sequence));
    if (cabinet === null || !patch.cabinets.has(cabinet) || !patch.cabinets.holds(cabinet, file)) continue;
    contents.set(file, [{ patch, cabinet, delta: null }]);
  }
  return contents;
}
