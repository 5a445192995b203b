import { HotfixkitError } from '../../core/errors.js';
import type { TransformTarget } from '../../msi/transform-validation.js';
import { PatchArrangement } from './patch-arrangement.js';
import { explainUnfit, notApplicable } from './patch-fit.js';
import type { LeftOut, PatchOrder, SequencedPatch } from './sequenced-patch.js';
import { findObsoleteCircle, findPushedOut } from './superseded-patches.js';

/** Maximum of patches for a product (win32 docs, "Patch Sequencing"). */
const MOST_PATCHES = 127;
/**
 * Selects the patches that apply to a product, their transforms, and their order (win32 docs,
 * "Sequencing Patches" and "MsiPatchSequence Table"):
 *
 * - a patch applies if its Template has the product code and one of its transforms fits the product at its
 *   turn; the first fitting one is used, as Windows Installer appears to do;
 * - patches without MsiPatchSequence keep the order they were given in and come first; one of them that another patch
 *   lists in its Revision Number is left out. The list does not matter to patches with the table;
 * - then minor upgrades, by rising version: of the paths to the highest version, the one with most steps;
 * - a small update follows the last upgrade whose version its transform accepts, and precedes the first one if it
 *   accepts the current version of the product;
 * - small updates of one version are ordered by the sequences of the families that they share;
 * - superseded patches are left out (MsiPatchSequence.Attributes, and the order of versions in a family), and those that a
 *   minor upgrade with MinorUpdateTargetRTM takes the place of;
 * - a major upgrade (another product code) comes last, regardless of its families.
 *
 * Throws `PATCH_NOT_APPLICABLE` (1642) if no patch applies, with expected and found facts, and
 * `PATCH_NO_SEQUENCE` (1648) where families contradict each other or there are more than 127 patches.
 */
export function planPatchSequence<Patch extends SequencedPatch>(
  product: TransformTarget,
  patches: readonly Patch[],
): PatchOrder<Patch> {
  const order = sequencePatches(product, patches);
  if (order.steps.length === 0) throw notApplicable(patches, order.leftOut);
  return order;
}

/** {@link planPatchSequence} where none may apply: then there are no steps. Throws `PATCH_NO_SEQUENCE`. */
export function sequencePatches<Patch extends SequencedPatch>(
  product: TransformTarget,
  patches: readonly Patch[],
): PatchOrder<Patch> {
  refuseTooMany(patches.length);
  const leftOut: LeftOut<Patch>[] = [];
  let candidates: Patch[] = [];
  for (const patch of patches) {
    const twin = candidates.find((other) => other.identity.patchCode === patch.identity.patchCode);
    if (twin) leftOut.push({ patch, reason: 'repeated', by: twin });
    else candidates.push(patch);
  }
  // Only patches that apply supersede others: drop those that do not apply, then recompute.
  for (;;) {
    const pushedOut = findPushedOut(product, candidates);
    const rest = candidates.filter((patch) => !pushedOut.some((out) => out.patch === patch));
    const steps = new PatchArrangement(product, rest).run();
    const applied = new Set(steps.map(({ patch }) => patch));
    const idle = rest.filter((patch) => !applied.has(patch));
    const wrong = idle.filter((patch) => pushedOut.some(({ by }) => by === patch));
    if (wrong.length === 0) {
      const unfit = idle.map((patch) => explainUnfit(product, patch));
      for (const one of [...pushedOut, ...unfit]) leftOut.push(one);
      if (steps.length === 0 && pushedOut.length === candidates.length) refuseObsoleteCircle(candidates);
      return { steps, leftOut };
    }
    for (const one of wrong.map((patch) => explainUnfit(product, patch))) leftOut.push(one);
    candidates = candidates.filter((patch) => !wrong.includes(patch));
  }
}

/** Throws `PATCH_NO_SEQUENCE` for patches that make each other obsolete, of which somebody has to choose. */
export function refuseObsoleteCircle(patches: readonly SequencedPatch[]): void {
  const circle = findObsoleteCircle(patches);
  if (circle === null) return;
  const [first, ...others] = circle.map(({ label }) => label);
  throw new HotfixkitError(
    'PATCH_NO_SEQUENCE',
    `${[first, ...others].join(' and ')} make each other obsolete (Revision Number of their summaries): keep one and leave the other out`,
    { entry: circle.map(({ identity }) => identity.patchCode).join(', ') },
  );
}

/** Throws `PATCH_NO_SEQUENCE` for more patches than a product may have; callable before opening them. */
export function refuseTooMany(count: number): void {
  if (count <= MOST_PATCHES) return;
  throw new HotfixkitError(
    'PATCH_NO_SEQUENCE',
    'there are too many patches for one product; leave out those that others replace',
    {
      expected: `at most ${MOST_PATCHES}`,
      found: count,
    },
  );
}
