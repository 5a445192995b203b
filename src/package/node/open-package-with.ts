import type { ByteSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { writeCompoundFile } from '../../formats/cfb/compound-file-writer.js';
import { storageContent } from '../../formats/cfb/storage-content.js';
import { openPackage } from '../open-package.js';
import type { OpenedInstallPackage, OpenedPackage, OpenPackageOptions } from '../opened-package.js';
import { openWith } from '../patch/open-with.js';
import { openProduct } from './open-product.js';

/** A path (for a product also that of the folder of its image), bytes, or an open package. */
export type ProductInput = string | Uint8Array | ByteSource | OpenedPackage;

/**
 * A product with patches and transforms applied, without anything being written: list, extract or verify it, or read its
 * tables and properties. Patches come first, in the order of Windows Installer; transforms follow in the order given. A
 * patch that does not apply is left out, and `content.warnings` says why. `:NAME` is a transform in the product itself, as in
 * the property TRANSFORMS. Closing the result closes all of them. If this
 * throws, packages that were open stay open.
 *
 * @throws `PACKAGE_NOT_INSTALLABLE`, `PATCH_INVALID`, `PATCH_NOT_APPLICABLE`, `PATCH_NO_SEQUENCE`,
 * `MSI_TRANSFORM_NOT_APPLICABLE`, `PATCH_NO_TRANSFORM`, and what {@link openPackage} throws.
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

/** The transform in a package that `:NAME` means, as in the property TRANSFORMS; null for a path. */
function embedded({ content, path }: OpenedPackage, text: string): OpenedPackage | null {
  if (!text.startsWith(':') || !('database' in content)) return null;
  const { storages } = content.database.storage;
  const storage = storages.get(text.slice(1));
  if (!storage) {
    const names = [...storages.keys()].map((name) => `:${name}`);
    throw new HotfixkitError('PATCH_NO_TRANSFORM', `the package has no transform ${text} in it`, {
      file: path,
      entry: text.slice(1),
      expected: names.join(', ') || 'none: it has no transforms; give the path of an .mst',
    });
  }
  return openPackage(writeCompoundFile(storageContent(storage)), { name: text });
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
    const rest = others.map((other) =>
      opened(other, (path) => embedded(base, path) ?? openPackage(path, options)),
    );
    return join(base, rest, { ...base.location, ...options });
  } catch (error) {
    for (const one of here) one.close();
    throw error;
  }
}
