import { HotfixkitError, withFacts } from '../../core/errors.js';
import type { Opened, OpenedPackage, OpenPackageOptions, PackageLocation } from '../opened-package.js';
import type { Package } from '../package.js';
import type { PatchPackage } from './patch-package.js';
import { PatchedPackage } from './patched-package.js';

/** An open product with patches applied. */
export type OpenedPatchedPackage = Opened<'msi', PatchedPackage>;

/**
 * A product with patches applied to it (see {@link PatchedPackage}). Closing it closes all of them; where this throws
 * they stay open.
 *
 * Throws `PACKAGE_NOT_INSTALLABLE` if the first is not a product, `PATCH_INVALID` if another is not a patch, and what
 * sequencing and applying throw.
 */
export function openPatchedPackage(
  product: OpenedPackage,
  patches: readonly OpenedPackage[],
  options: OpenPackageOptions = product.location ?? {},
): OpenedPatchedPackage {
  const content = withFacts({ file: product.path }, () =>
    applyTo(
      product.content,
      patches.map(({ content, path }) => ({ content, label: path })),
      options,
    ),
  );
  return {
    ...product,
    location: patchedLocation(product, patches),
    kind: 'msi',
    content,
    close: () => {
      for (const opened of [product, ...patches]) opened.close();
    },
  };
}

/** Null if one of them has no path: other threads cannot open it. */
function patchedLocation(product: OpenedPackage, patches: readonly OpenedPackage[]): PackageLocation | null {
  const located = patches.flatMap(({ location, path }) => (location ? [{ location, label: path }] : []));
  if (product.location === null || located.length < patches.length) return null;
  return { ...product.location, patches: located };
}

/** The content of a product with patches applied; messages call each patch by its label. */
export function applyTo(
  product: Package,
  patches: readonly { content: Package; label: string }[],
  { strict, limits }: OpenPackageOptions,
): PatchedPackage {
  if (product.kind !== 'msi') {
    throw new HotfixkitError(
      'PACKAGE_NOT_INSTALLABLE',
      `only a product can be patched, and this file is of the kind ${product.kind}; give the .msi of the product or of its image`,
    );
  }
  const known = patches.map(({ content, label }): PatchPackage => {
    if (content.kind === 'msp') return content;
    throw new HotfixkitError('PATCH_INVALID', `this file is not a patch; its kind is ${content.kind}`, {
      file: label,
    });
  });
  return PatchedPackage.of(product, known, {
    ...(strict === undefined ? {} : { strict }),
    ...(limits === undefined ? {} : { limits }),
  });
}
