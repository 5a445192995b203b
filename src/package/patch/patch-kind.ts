import { compareFileVersions, type FileVersion, tryParseFileVersion } from '../../core/file-version.js';
import type { TransformSummary } from '../../msi/transform-summary.js';
import type { TransformTarget } from '../../msi/transform-validation.js';
import type { SequencedPatch } from './sequenced-patch.js';

/** The kind of a patch: it changes the product code, the version, or neither. */
export type PatchKind = 'major' | 'minor' | 'small';

function kindOf({ before, after }: TransformSummary): PatchKind {
  const same = (a: string | null, b: string | null): boolean =>
    a === null || b === null || a.toUpperCase() === b.toUpperCase();
  if (!same(before.productCode, after.productCode)) return 'major';
  const [from, to] = [versionOf(before.productVersion), versionOf(after.productVersion)];
  return from === null || to === null || compareFileVersions(from, to) === 0 ? 'small' : 'minor';
}

/** The kind for a product: that of the first transform for its code. */
export function kindFor({ productCode }: TransformTarget, { transforms }: SequencedPatch): PatchKind {
  const code = productCode?.toUpperCase();
  const own = transforms.find(({ before }) => before.productCode?.toUpperCase() === code) ?? transforms[0];
  return own ? kindOf(own) : 'small';
}

/** A product after a transform. */
export function patched(product: TransformTarget, { after }: TransformSummary): TransformTarget {
  return {
    ...product,
    productCode: after.productCode ?? product.productCode,
    productVersion: after.productVersion ?? product.productVersion,
    languages: after.languages.length > 0 ? after.languages : product.languages,
  };
}

/** A ProductVersion; null for none. */
export function versionOf(text: string | null): FileVersion | null {
  const version = text === null ? null : tryParseFileVersion(text);
  // The fourth number of a ProductVersion is ignored.
  return version && [version[0], version[1], version[2], 0];
}

/** Compares numerically; text that is not a version comes first. */
export function compareVersions(a: string | null, b: string | null): number {
  const [left, right] = [versionOf(a), versionOf(b)];
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return compareFileVersions(left, right);
}
