import { expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../../src/hotfix/manifest/catalogue.js';
import { verifyPackage } from '../../../../src/hotfix/verify/node/verify-package.js';
import { openPackage } from '../../../../src/package/open-package.js';
import { standInPath, variantPath } from '../../../support/package-folder.js';

const manifest = manifestFromCatalogue('977203');

it.each([
  ['a good one', standInPath(2), true],
  ['one with a file of the wrong size', variantPath('wrong-size'), false],
  ['one without a file', variantPath('missing-file'), false],
])('checks the bytes of a package: %s', async (_, path, ok) => {
  await using pkg = openPackage(path);
  const result = await verifyPackage(pkg, manifest);
  expect(result.ok).toBe(ok);
  expect(result.manifest.product).toBe('ConfigMgr 2007 SP2');
});

it('takes the table that is asked for', async () => {
  await using pkg = openPackage(standInPath(2));
  const result = await verifyPackage(pkg.content, manifest, { product: 'SP1' });
  expect([result.ok, result.chosenBy]).toEqual([false, 'product']);
});
