import { expect, it } from 'vitest';
import { openLocation } from '../../../src/package/node/open-location.js';
import { openPackage } from '../../../src/package/open-package.js';
import { openPatchedPackage } from '../../../src/package/patch/open-patched-package.js';
import { writeClientPatch } from '../../support/client-patch.js';

it('opens a package where another thread has it, with its patches', () => {
  const { client, patch } = writeClientPatch();
  const product = openPackage(client);
  const patched = openPatchedPackage(product, [openPackage(patch)]);
  const versions = [product.location, patched.location!].map((location) => {
    const content = openLocation(location);
    const version = content.kind === 'msi' ? content.properties.get('ProductVersion') : null;
    content.close();
    return version;
  });
  expect(versions).toEqual(['4.00.6487.2000', '4.00.6487.2111']);
  patched.close();
});
