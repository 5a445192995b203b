import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import { Transform } from '../../../src/msi/transform.js';
import { InstallPackage } from '../../../src/package/install/install-package.js';
import { transformProduct } from '../../../src/package/patch/transform-product.js';
import { caught } from '../../support/caught.js';
import { buildClient } from '../../support/patch-scenario.js';
import { buildPropertyTransform } from '../../support/product-transform.js';

const msi = buildClient('1.0.0', [{ key: 'a', name: 'a.txt', bytes: Buffer.from('a') }]);
const transformOf = (label: string, properties: Record<string, string>) => ({
  label,
  transform: Transform.open(
    CompoundFile.open(new BufferSource(buildPropertyTransform(msi, properties))).root,
  ),
});

it('applies one after the other: the last one decides', () => {
  const product = new InstallPackage(new BufferSource(msi));
  const result = transformProduct(product, [
    transformOf('a.mst', { SITE: 'A', ONE: '1' }),
    transformOf('b.mst', { SITE: 'B' }),
  ]);
  expect([result.properties.get('SITE'), result.properties.get('ONE')]).toEqual(['B', '1']);
  expect(result.transforms).toEqual(['a.mst', 'b.mst']);
  expect(product.properties.has('SITE')).toBe(false);
});

it('checks each against what the ones before it leave', () => {
  const product = new InstallPackage(new BufferSource(msi));
  const error = caught(() =>
    transformProduct(product, [
      transformOf('a.mst', { ProductVersion: '2.0.0' }),
      transformOf('b.mst', { SITE: 'B' }),
    ]),
  );
  expect(error).toMatchObject({
    code: 'MSI_TRANSFORM_NOT_APPLICABLE',
    facts: { file: 'b.mst', expected: 'version = 1.0.0', found: 'version 2.0.0' },
  });
});
