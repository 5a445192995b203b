import { openPackageAt } from '../open-package.js';
import type { PackageLocation } from '../opened-package.js';
import type { Package } from '../package.js';
import { applyTo } from '../patch/open-patched-package.js';

/** Opens the package at `location`, with its patches, for another thread. */
export function openLocation(location: PackageLocation): Package {
  const product = openPackageAt(location);
  if (!location.patches) return product;
  const patches = location.patches.map((patch) => ({
    content: openPackageAt(patch.location),
    label: patch.label,
  }));
  return applyTo(product, patches, location);
}
