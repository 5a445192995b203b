import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { openSource } from '../../../src/package/open-source.js';
import { additionsOf } from '../../../src/package/patch/additions.js';
import { buildPackage } from '../../support/package-builder.js';
import { buildZip } from '../../support/zip-builder.js';

// `open-with.test.ts` has those of products with patches and transforms.
it.each([
  ['a product as it is', buildPackage({ files: [] }).msi],
  ['what is no product', buildZip({ files: [{ name: 'a.txt', bytes: 'a' }] })],
])('has nothing to say of %s', (_, bytes) => {
  const pkg = openSource(new BufferSource(bytes));
  expect(additionsOf(pkg.content)).toBeNull();
  pkg.close();
});
