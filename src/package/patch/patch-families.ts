import { HotfixkitError } from '../../core/errors.js';
import { compareFileVersions, type FileVersion, tryParseFileVersion } from '../../core/file-version.js';
import type { TableRow } from '../../msi/schema.js';

/** The position of a patch in a family. */
export interface FamilyPlace {
  sequence: FileVersion;
  /** msidbPatchSequenceSupersedeEarlier */
  supersedes: boolean;
}

const SUPERSEDE_EARLIER = 1;

/**
 * The families of a patch for one product: a row with its product code overrides a row without one, and rows for other
 * products are ignored. A row without a valid sequence is the first of its family.
 */
export function relevantSequences(
  rows: readonly TableRow<'MsiPatchSequence'>[],
  productCode: string | null,
): Map<string, FamilyPlace> {
  const places = new Map<string, FamilyPlace>();
  const specific = new Set<string>();
  const product = productCode?.toUpperCase() ?? null;
  for (const {
    PatchFamily: patchFamily,
    ProductCode: code,
    Sequence: sequence,
    Attributes: attributes,
  } of rows) {
    const isSpecific = code !== null && code !== '';
    if (isSpecific && code.toUpperCase() !== product) continue;
    if (!isSpecific && specific.has(patchFamily)) continue;
    if (isSpecific) specific.add(patchFamily);
    places.set(patchFamily, {
      sequence: tryParseFileVersion(sequence ?? '') ?? [0, 0, 0, 0],
      supersedes: ((attributes ?? 0) & SUPERSEDE_EARLIER) !== 0,
    });
  }
  return places;
}

/** Whether a patch supersedes another: in every family of the other it has a higher sequence and the attribute. */
export function supersedes(
  places: ReadonlyMap<string, FamilyPlace>,
  others: ReadonlyMap<string, FamilyPlace>,
): boolean {
  if (others.size === 0) return false;
  // Avoids building lists: most pairs differ in their first family.
  for (const [family, other] of others) {
    const own = places.get(family);
    if (own?.supersedes !== true || compareFileVersions(own.sequence, other.sequence) <= 0) return false;
  }
  return true;
}

/** Whether a condition holds in one of the families that two patches share. */
function someFamily(
  a: ReadonlyMap<string, FamilyPlace>,
  b: ReadonlyMap<string, FamilyPlace>,
  holds: (ofA: FamilyPlace, ofB: FamilyPlace) => boolean,
): boolean {
  const fewer = a.size <= b.size ? a : b;
  for (const family of fewer.keys()) {
    const [ofA, ofB] = [a.get(family), b.get(family)];
    if (ofA && ofB && holds(ofA, ofB)) return true;
  }
  return false;
}

/**
 * Patches by rising sequence in the families that they share; those that share none keep their order. Throws
 * `PATCH_NO_SEQUENCE` where two families want different orders.
 */
export function orderByFamily<
  Patch extends { label: string; sequences: readonly TableRow<'MsiPatchSequence'>[] | null },
>(patches: readonly Patch[], productCode: string | null): Patch[] {
  const waiting = patches.map((patch) => ({
    patch,
    places: relevantSequences(patch.sequences ?? [], productCode),
  }));
  const comesBefore = (a: ReadonlyMap<string, FamilyPlace>, b: ReadonlyMap<string, FamilyPlace>): boolean =>
    someFamily(a, b, (place, other) => compareFileVersions(place.sequence, other.sequence) < 0);
  const ordered: Patch[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(
      ({ places }) => !waiting.some((other) => comesBefore(other.places, places)),
    );
    if (next < 0) {
      throw new HotfixkitError(
        'PATCH_NO_SEQUENCE',
        `the families of these patches require different orders: ${waiting.map(({ patch }) => patch.label).join(', ')}; keep patches that agree, and leave the others out or apply them in a run of their own`,
        { stream: 'MsiPatchSequence' },
      );
    }
    ordered.push(waiting.splice(next, 1)[0]!.patch);
  }
  return ordered;
}
