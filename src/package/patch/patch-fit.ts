import { HotfixkitError } from '../../core/errors.js';
import {
  checkTransform,
  type TransformMismatch,
  type TransformTarget,
} from '../../msi/transform-validation.js';
import type { LeftOut, SequencedPatch } from './sequenced-patch.js';

/** Maximum of conditions in a message. */
const MOST_NAMED = 4;

/** The first pair of transforms whose conditions the product meets; null if none. */
export function findFittingPair(product: TransformTarget, patch: SequencedPatch): number | null {
  if (!isTarget(product, patch)) return null;
  const pair = patch.transforms.findIndex((transform) => checkTransform(transform, product).length === 0);
  return pair < 0 ? null : pair;
}

/** Whether the Template of a patch names the product. */
export function isTarget({ productCode }: TransformTarget, { identity }: SequencedPatch): boolean {
  return productCode !== null && identity.targets.includes(productCode.toUpperCase());
}

/** Why a patch is not applied: its conditions and the product's facts. */
export function explainUnfit<Patch extends SequencedPatch>(
  product: TransformTarget,
  patch: Patch,
): LeftOut<Patch> {
  if (!isTarget(product, patch)) {
    return {
      patch,
      reason: 'not applicable',
      expected: `product ${listed(patch.identity.targets)}`,
      found: `product ${product.productCode ?? '(none)'}`,
    };
  }
  const checks = patch.transforms
    .map((transform) => checkTransform(transform, product))
    .filter((mismatches) => mismatches.length > 0);
  const fewest = checks.reduce((least, mismatches) => Math.min(least, mismatches.length), Infinity);
  const nearest = checks.filter((mismatches) => mismatches.length === fewest);
  if (nearest.length === 0) {
    // Its transform fits the product now, but not after the patches before it.
    const versions = patch.transforms.flatMap(({ before }) =>
      before.productVersion === null ? [] : [`version ${before.productVersion}`],
    );
    return {
      patch,
      reason: 'not applicable',
      expected: versions.length > 0 ? listed(versions) : 'the product without the patches before it',
      found: 'another version after the patches before it',
    };
  }
  return {
    patch,
    reason: 'not applicable',
    expected: listed(nearest.map((mismatches) => describeMismatches(mismatches, 'expected'))),
    found: describeMismatches(nearest[0]!, 'found'),
  };
}

const names: Readonly<Record<TransformMismatch['what'], string>> = {
  language: 'language',
  productCode: 'product',
  platform: 'platform',
  productVersion: 'version',
  upgradeCode: 'upgrade code',
};

/** `product {…}, version 1.0`: one side of the conditions that do not hold. */
export function describeMismatches(
  mismatches: readonly TransformMismatch[],
  side: 'expected' | 'found',
): string {
  return mismatches.map((mismatch) => `${names[mismatch.what]} ${mismatch[side]}`).join(', ');
}

function listed(wishes: readonly string[]): string {
  const different = [...new Set(wishes)];
  const shown = different.slice(0, MOST_NAMED).join(' or ');
  return different.length > MOST_NAMED ? `${shown} or ${different.length - MOST_NAMED} more` : shown;
}

/** `PATCH_NOT_APPLICABLE`, if no patch can be applied. */
export function notApplicable<Patch extends SequencedPatch>(
  patches: readonly Patch[],
  leftOut: readonly LeftOut<Patch>[],
): HotfixkitError {
  const first = leftOut.find((out) => out.reason === 'not applicable');
  const name = first?.patch.label ?? patches[0]?.label ?? '';
  const none = patches.length > 1 ? `none of the ${patches.length} patches applies: ` : '';
  return new HotfixkitError(
    'PATCH_NOT_APPLICABLE',
    `${none}${name} is for another product or version`,
    first?.reason === 'not applicable' ? { expected: first.expected, found: first.found } : {},
  );
}
