import type { ByteSource } from '../../core/byte-source.js';
import { openPackage } from '../open-package.js';
import type { OpenedPackage, OpenPackageOptions } from '../opened-package.js';
import { type OpenedPatchedPackage, openPatchedPackage } from '../patch/open-patched-package.js';
import { openProduct } from './open-product.js';

/** A path (for a product also that of the folder of its image), bytes, or an open package. */
export type ProductInput = string | Uint8Array | ByteSource | OpenedPackage;

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
  const here: OpenedPackage[] = [];
  const opened = (input: ProductInput, isProduct: boolean): OpenedPackage => {
    if (typeof input === 'object' && 'content' in input) return input;
    const one =
      typeof input !== 'string'
        ? openPackage(input, options)
        : isProduct
          ? openProduct(input, options)
          : openPackage(input, options);
    here.push(one);
    return one;
  };
  try {
    const base = opened(product, true);
    return openPatchedPackage(
      base,
      patches.map((patch) => opened(patch, false)),
      { ...base.location, ...options },
    );
  } catch (error) {
    for (const one of here) one.close();
    throw error;
  }
}
