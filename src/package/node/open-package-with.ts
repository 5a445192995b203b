import type { ByteSource } from '../../core/byte-source.js';
import { openPackage } from '../open-package.js';
import type { OpenedInstallPackage, OpenedPackage, OpenPackageOptions } from '../opened-package.js';
import { openWith } from '../patch/open-with.js';
import { openProduct } from './open-product.js';

/** A path (for a product also that of the folder of its image), bytes, or an open package. */
export type ProductInput = string | Uint8Array | ByteSource | OpenedPackage;

/**
 * A product with patches and transforms applied, without anything being written: list, extract or verify it, or read its
 * tables and properties. Patches come first, in the order of Windows Installer; transforms follow in the order given. A
 * patch that does not apply is left out, and `content.warnings` says why. Closing the result closes all of them. If this
 * throws, packages that were open stay open.
 *
 * @throws `PACKAGE_NOT_INSTALLABLE`, `PATCH_INVALID`, `PATCH_NOT_APPLICABLE`, `PATCH_NO_SEQUENCE`,
 * `MSI_TRANSFORM_NOT_APPLICABLE`, and what {@link openPackage} throws.
 * @example
 * import { openPackageWith } from 'hotfixkit';
 *
 * const pkg = openPackageWith('product.msi', ['fix.msp']);
 * console.log(pkg.content.properties.get('ProductVersion'));
 * pkg.close();
 */
export function openPackageWith(
  product: ProductInput,
  additions: readonly ProductInput[],
  options: OpenPackageOptions = {},
): OpenedInstallPackage {
  return openTogether(product, additions, options, openWith);
}

/** Opens what is not open yet, and closes that again where `join` throws. */
export function openTogether<Result>(
  product: ProductInput,
  others: readonly ProductInput[],
  options: OpenPackageOptions,
  join: (product: OpenedPackage, others: readonly OpenedPackage[], options: OpenPackageOptions) => Result,
): Result {
  const here: OpenedPackage[] = [];
  const opened = (input: ProductInput, open: (path: string) => OpenedPackage): OpenedPackage => {
    if (typeof input === 'object' && 'content' in input) return input;
    const one = typeof input === 'string' ? open(input) : openPackage(input, options);
    here.push(one);
    return one;
  };
  try {
    const base = opened(product, (path) => openProduct(path, options));
    const rest = others.map((other) => opened(other, (path) => openPackage(path, options)));
    return join(base, rest, { ...base.location, ...options });
  } catch (error) {
    for (const one of here) one.close();
    throw error;
  }
}
