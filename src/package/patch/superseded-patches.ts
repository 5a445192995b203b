import type { TransformTarget } from '../../msi/transform-validation.js';
import { relevantSequences, supersedes } from './patch-families.js';
import { findFittingPair } from './patch-fit.js';
import { compareVersions, kindFor, patched } from './patch-kind.js';
import type { LeftOut, SequencedPatch } from './sequenced-patch.js';

type Families = ReturnType<typeof relevantSequences>;

type PushedOut<Patch extends SequencedPatch> = Extract<LeftOut<Patch>, { by: Patch }>;

/** Patches obsoleted or superseded by others. */
export function findPushedOut<Patch extends SequencedPatch>(
  product: TransformTarget,
  patches: readonly Patch[],
): PushedOut<Patch>[] {
  const pushedOut: PushedOut<Patch>[] = [];
  const families = new Map<SequencedPatch, Families>();
  const familiesOf = (patch: SequencedPatch): Families => {
    let known = families.get(patch);
    if (!known) {
      known = relevantSequences(patch.sequences ?? [], product.productCode);
      families.set(patch, known);
    }
    return known;
  };
  for (const patch of patches) {
    const obsoleted = patch.sequences === null;
    const by = patches.find((other) => {
      if (other === patch) return false;
      return obsoleted ? obsoletes(other, patch, patches) : supersedesFor(product, other, patch, familiesOf);
    });
    if (by) pushedOut.push({ patch, reason: obsoleted ? 'obsoleted' : 'superseded', by });
  }
  return pushedOut;
}

/** Of two patches that make each other obsolete, the one given later stays. */
function obsoletes(patch: SequencedPatch, other: SequencedPatch, all: readonly SequencedPatch[]): boolean {
  if (!patch.identity.obsoletes.includes(other.identity.patchCode)) return false;
  const isMutual = patch.sequences === null && other.identity.obsoletes.includes(patch.identity.patchCode);
  return !isMutual || all.indexOf(patch) > all.indexOf(other);
}

/**
 * Whether a minor upgrade with MinorUpdateTargetRTM takes the place of another patch: it starts from the product as it is,
 * and the other one leads to a lower version (win32 docs, "MsiPatchMetadata Table").
 */
export function replacesEarlier(
  product: TransformTarget,
  patch: SequencedPatch,
  other: SequencedPatch,
): boolean {
  if (!patch.targetsRtm || kindFor(product, patch) !== 'minor') return false;
  const pair = findFittingPair(product, patch);
  if (pair === null) return false;
  const kind = kindFor(product, other);
  if (kind === 'major') return false;
  const after = patched(product, patch.transforms[pair]!);
  if (kind === 'small') return findFittingPair(after, other) === null;
  return other.transforms.every(
    (transform) => compareVersions(transform.after.productVersion, after.productVersion) < 0,
  );
}

/** Small updates supersede only small updates; a major upgrade supersedes nothing. */
function supersedesFor(
  product: TransformTarget,
  patch: SequencedPatch,
  other: SequencedPatch,
  familiesOf: (patch: SequencedPatch) => Families,
): boolean {
  if (patch.sequences === null || other.sequences === null) return false;
  if (replacesEarlier(product, patch, other)) return true;
  const kind = kindFor(product, patch);
  if (kind === 'major' || (kind === 'small' && kindFor(product, other) !== 'small')) return false;
  return supersedes(familiesOf(patch), familiesOf(other));
}

/**
 * Patches without the table that make each other obsolete, in a circle of two or more; null if there is none. No order of
 * them is right.
 */
export function findObsoleteCircle<Patch extends SequencedPatch>(patches: readonly Patch[]): Patch[] | null {
  const byCode = new Map(patches.map((patch) => [patch.identity.patchCode, patch]));
  const done = new Set<Patch>();
  for (const start of patches) {
    const way: { patch: Patch; next: number }[] = [{ patch: start, next: 0 }];
    while (way.length > 0) {
      const top = way.at(-1)!;
      const code = top.patch.identity.obsoletes[top.next++];
      if (code === undefined || done.has(top.patch)) {
        done.add(top.patch);
        way.pop();
        continue;
      }
      const other = byCode.get(code);
      // The list of obsolete patches does not count for a patch with the table.
      if (!other || other === top.patch || other.sequences !== null) continue;
      const at = way.findIndex(({ patch }) => patch === other);
      if (at >= 0) return way.slice(at).map(({ patch }) => patch);
      if (!done.has(other)) way.push({ patch: other, next: 0 });
    }
  }
  return null;
}
