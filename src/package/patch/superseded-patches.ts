import type { TransformTarget } from '../../msi/transform-validation.js';
import { relevantSequences, supersedes } from './patch-families.js';
import { kindFor } from './patch-kind.js';
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

/** Small updates supersede only small updates; a major upgrade supersedes nothing. */
function supersedesFor(
  product: TransformTarget,
  patch: SequencedPatch,
  other: SequencedPatch,
  familiesOf: (patch: SequencedPatch) => Families,
): boolean {
  if (patch.sequences === null || other.sequences === null) return false;
  const kind = kindFor(product, patch);
  if (kind === 'major' || (kind === 'small' && kindFor(product, other) !== 'small')) return false;
  return supersedes(familiesOf(patch), familiesOf(other));
}
