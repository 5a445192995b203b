import { HotfixkitError, type Warning, withFacts } from '../../core/errors.js';
import { applyTransform } from '../../msi/apply-transform.js';
import type { Transform } from '../../msi/transform.js';
import { checkTransform, readTransformTarget } from '../../msi/transform-validation.js';
import { describeMismatches } from './patch-fit.js';
import type { Product } from './patched-package.js';

/**
 * A product with transforms applied, one after the other in the order given, as the property TRANSFORMS does it. Throws
 * `MSI_TRANSFORM_NOT_APPLICABLE` where a condition of one does not hold (1624), and what applying throws, with its label.
 */
export function transformProduct(
  product: Product,
  transforms: readonly { transform: Transform; label: string }[],
): Product {
  if (transforms.length === 0) return product;
  const warnings: Warning[] = [];
  let { database } = product;
  for (const { transform, label } of transforms) {
    database = withFacts({ file: label }, () => {
      const mismatches = checkTransform(transform.summary, readTransformTarget(database));
      if (mismatches.length > 0) {
        throw new HotfixkitError(
          'MSI_TRANSFORM_NOT_APPLICABLE',
          'the transform is for another product, version or language; take the one for this package',
          {
            expected: describeMismatches(mismatches, 'expected'),
            found: describeMismatches(mismatches, 'found'),
          },
        );
      }
      return applyTransform(database, transform, {
        onWarning: (warning) => warnings.push({ ...warning, file: label }),
      });
    });
  }
  const labels = transforms.map(({ label }) => label);
  return product.transformed(database, labels, warnings);
}
