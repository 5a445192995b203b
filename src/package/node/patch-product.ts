import type { OpenPackageOptions } from '../opened-package.js';
import { type OpenedPatchedPackage, openPatchedPackage } from '../patch/open-patched-package.js';
import { openTogether, type ProductInput } from './open-package-with.js';

/**
 * A product with patches applied. List, extract or verify it like any package. Patches may be given in any order; those
 * that do not apply are left out, and `content.warnings` says why. Closing the result closes all of them. If this
 * throws, packages that were open stay open.
 *
 * @throws `PACKAGE_NOT_INSTALLABLE`, `PATCH_INVALID`, `PATCH_NOT_APPLICABLE`, `PATCH_NO_SEQUENCE`, and what
 * {@link openPackage} throws.
 * @example
 * import { listPackage, patchProduct } from 'hotfixkit';
 *
 * const patched = patchProduct('product.msi', ['fix.msp']);
 * const { files } = await listPackage(patched);
 * for (const { path, version } of files) console.log(path, version);
 * patched.close();
 */
export function patchProduct(
  product: ProductInput,
  patches: readonly ProductInput[],
  options: OpenPackageOptions = {},
): OpenedPatchedPackage {
  return openTogether(product, patches, options, openPatchedPackage);
}
