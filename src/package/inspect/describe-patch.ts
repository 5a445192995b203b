import { HotfixkitError } from '../../core/errors.js';
import { applyTransform } from '../../msi/apply-transform.js';
import type { Value } from '../../msi/binary-cell.js';
import type { Database } from '../../msi/database.js';
import { Transform } from '../../msi/transform.js';
import { type TransformRowChange, transformTableChange } from '../../msi/transform-changes.js';
import { checkTransform, readTransformTarget } from '../../msi/transform-validation.js';
import { parseFileName } from '../install/file-name.js';
import type { PatchPackage } from '../patch/patch-package.js';
import { describeTransform, type TransformDescription } from './describe-transform.js';

/** One file that a patch changes, adds or removes. What is unknown is null. */
export interface PatchedFileDescription {
  /** File key. */
  key: string;
  name: string | null;
  change: 'added' | 'changed' | 'removed';
  /** Form of the new content in the patch: whole, a delta to the old file, or none (only the row changes). */
  delivery: 'whole' | 'delta' | null;
  version: { before: string | null; after: string | null };
  /** Bytes of the file. */
  size: { before: number | null; after: number | null };
  /** Bytes of the delta or file in the patch's cabinet; null if absent. */
  storedSize: number | null;
  /** Stream of the cabinet. */
  cabinet: string | null;
  sequence: number | null;
}

/** A pair of transforms: T, which changes the product, and #T, which locates its files. */
export interface PatchTargetDescription {
  /** Name of T. */
  transform: string;
  productCode: string | null;
  /** Its target version, with the comparison: `= 4.0.6487`; null = any. */
  accepts: string | null;
  before: string | null;
  after: string | null;
  upgradeCode: string | null;
  language: string | null;
  /** Whether it fits the given product; null without one. */
  fits: boolean | null;
  files: PatchedFileDescription[];
}

export interface PatchDetails {
  targets: PatchTargetDescription[];
  transforms: TransformDescription[];
}

const PATCH_ADDED = 4096;

/** The transforms of a patch, in the order in which its summary information names them. Throws `MSI_*` and `CFB_*`. */
export function openTransforms({ database }: PatchPackage): Map<string, Transform> {
  const { storages } = database.storage;
  const listed = transformNames(database);
  const names = [...new Set([...listed, ...storages.keys()])];
  return new Map(
    names.flatMap((name): [string, Transform][] => {
      const storage = storages.get(name);
      return storage ? [[name, Transform.open(storage)]] : [];
    }),
  );
}

/**
 * One transform of a patch, and its target database if the product's is given: `#T` applies to the result of
 * `T`. Letter case matters only if two names differ in nothing else. Throws `PATCH_NO_TRANSFORM`.
 */
export function findTransform(
  patch: PatchPackage,
  name: string,
  base: Database | null = null,
): { transform: Transform; base: Database | null } {
  const transforms = openTransforms(patch);
  const same = [...transforms.keys()].find((other) => other.toLowerCase() === name.toLowerCase());
  const transform = transforms.get(name) ?? (same === undefined ? undefined : transforms.get(same));
  if (!transform) {
    throw new HotfixkitError('PATCH_NO_TRANSFORM', `the patch has no transform ${name}`, {
      entry: name,
      expected: [...transforms.keys()].join(', ') || 'none: it has no transforms',
    });
  }
  const first = transform.name.startsWith('#') ? transforms.get(transform.name.slice(1)) : undefined;
  return { transform, base: base && first ? applyTransform(base, first) : base };
}

/** `:T1ToU1;:#T1ToU1` without the colons (win32 docs, "Last Saved By Summary"). */
export function transformNames(database: Database): string[] {
  const text = database.summaryInformation().lastAuthor ?? '';
  return text.split(';').flatMap((name) => name.trim().replace(/^:/, '') || []);
}

/**
 * Describes the changes of a patch to each of its targets.
 *
 * @param base a target package: its rows supply facts missing from the patch (old versions, names, sizes)
 */
export function describePatchDetails(patch: PatchPackage, base: Database | null = null): PatchDetails {
  const transforms = openTransforms(patch);
  const targets: PatchTargetDescription[] = [];
  const described: TransformDescription[] = [];
  for (const [name, transform] of transforms) {
    if (name.startsWith('#')) continue;
    const media = transforms.get(`#${name}`) ?? null;
    const fits = base ? checkTransform(transform.summary, readTransformTarget(base)).length === 0 : null;
    const own = fits ? base : null;
    const description = describeTransform(transform, own);
    described.push(description);
    // The second transform applies to the result of the first.
    const updated = own && applyTransform(own, transform);
    if (media) described.push(describeTransform(media, updated));
    targets.push({
      transform: name,
      productCode: transform.summary.before.productCode,
      accepts: description.accepts.productVersion,
      before: transform.summary.before.productVersion,
      after: transform.summary.after.productVersion,
      upgradeCode: transform.summary.upgradeCode,
      language: transform.summary.before.languages[0] ?? null,
      fits,
      files: patchedFiles(patch, transform, media, own, updated),
    });
  }
  for (const [name, transform] of transforms) {
    if (!described.some((one) => one.name === name)) described.push(describeTransform(transform));
  }
  return { targets, transforms: described };
}

function patchedFiles(
  patch: PatchPackage,
  transform: Transform,
  media: Transform | null,
  base: Database | null,
  updated: Database | null,
): PatchedFileDescription[] {
  const changes = new Map(byKey(transform, 'File', base));
  const places = new Map(media ? byKey(media, 'File', updated) : []);
  const deltas = new Map(media ? byKey(media, 'Patch', updated) : []);
  const hashes = new Map(byKey(transform, 'MsiFileHash', base));
  const cabinets = new Set(
    (media ? [...byKey(media, 'Media', updated)] : []).map(([, row]) => text(row.after?.Cabinet)),
  );
  const keys = new Set([...changes.keys(), ...places.keys(), ...deltas.keys(), ...hashes.keys()]);
  const rows = base ? rowsByKey(base, keys) : new Map<string, Record<string, Value>>();
  return [...keys].sort().map((key) => {
    const row = changes.get(key);
    const was = rows.get(key) ?? row?.before ?? null;
    const now: Record<string, Value> = { ...was, ...row?.after };
    const place = places.get(key);
    const delta = deltas.get(key);
    const member = patch.files.find(
      (file) => file.key === key && (cabinets.size === 0 || cabinets.has(file.cabinet)),
    );
    const isAdded = row?.change === 'insert';
    const removed = row?.change === 'delete';
    const name = text(now.FileName);
    return {
      key,
      name: name === null ? null : parseFileName(name).long,
      change: removed ? 'removed' : isAdded ? 'added' : 'changed',
      delivery: removed ? null : delta ? 'delta' : isWhole(place, member !== undefined) ? 'whole' : null,
      version: { before: text(was?.Version), after: removed ? null : text(now.Version) },
      size: { before: integer(was?.FileSize), after: removed ? null : integer(now.FileSize) },
      storedSize: member?.size ?? integer(delta?.after?.PatchSize),
      cabinet: member?.cabinet ?? null,
      sequence: integer(delta?.key[1]) ?? integer(place?.after?.Sequence),
    };
  });
}

function isWhole(place: TransformRowChange | undefined, isThere: boolean): boolean {
  return isThere || ((integer(place?.after?.Attributes) ?? 0) & PATCH_ADDED) !== 0;
}

/** Rows that a transform changes in a table, by the first column of their key. */
function byKey(
  transform: Transform,
  table: string,
  database: Database | null,
): [string, TransformRowChange][] {
  const { rows } = transformTableChange(transform, table, database);
  return (rows ?? []).map((row) => [String(row.key[0] ?? ''), row]);
}

function rowsByKey(database: Database, keys: ReadonlySet<string>): Map<string, Record<string, Value>> {
  if (!database.hasTable('File')) return new Map();
  const rows = [...database.table('File').records()].map((row): [string, Record<string, Value>] => [
    String(row.File),
    row,
  ]);
  return new Map(rows.filter(([key]) => keys.has(key)));
}

function text(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function integer(value: Value | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
