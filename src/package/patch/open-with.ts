import { HotfixkitError } from '../../core/errors.js';
import { Transform } from '../../msi/transform.js';
import type { OpenedInstallPackage, OpenedPackage, OpenPackageOptions } from '../opened-package.js';
import { openPatchedPackage } from './open-patched-package.js';
import { transformProduct } from './transform-product.js';

/**
 * A product with patches and transforms applied: the patches in the order of Windows Installer, then the transforms in the
 * order given ("the patch is typically installed first, followed by the customization transforms", win32 docs, "Patching
 * Customized Applications"). Closing it closes all of them; where this throws they stay open.
 *
 * Throws what {@link openPatchedPackage} and {@link transformProduct} throw, and `PATCH_INVALID` for a file that is neither.
 */
export function openWith(
  product: OpenedPackage,
  additions: readonly OpenedPackage[],
  options: OpenPackageOptions = product.location ?? {},
): OpenedInstallPackage {
  for (const { content, path } of additions) {
    if (content.kind === 'msp' || content.kind === 'mst') continue;
    throw new HotfixkitError(
      'PATCH_INVALID',
      `this file is neither a patch nor a transform; its kind is ${content.kind}`,
      { file: path },
    );
  }
  if (product.kind !== 'msi') {
    throw new HotfixkitError(
      'PACKAGE_NOT_INSTALLABLE',
      `patches and transforms apply to a product, and this file is of the kind ${product.kind}; give the .msi of the product or of its image`,
      { file: product.path },
    );
  }
  const patches = additions.filter(({ kind }) => kind === 'msp');
  const patched = patches.length > 0 ? openPatchedPackage(product, patches, options) : product;
  const transforms = additions.flatMap(({ content, path }) =>
    content.kind === 'mst' ? [{ transform: new Transform(content.database), label: path }] : [],
  );
  if (transforms.length === 0) return patched;
  const content = transformProduct(patched.content, transforms);
  return {
    ...patched,
    // Other threads would open it without its transforms.
    location: null,
    content,
    close: () => {
      content.close();
      for (const opened of [product, ...additions]) opened.close();
    },
  };
}
