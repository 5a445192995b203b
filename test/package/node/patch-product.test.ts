import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patchProduct } from '../../../src/package/node/patch-product.js';
import { openPackage } from '../../../src/package/open-package.js';
import { readPackageFile } from '../../../src/package/read-package-file.js';
import { caught } from '../../support/caught.js';
import { text } from '../../support/package-folder.js';
import { buildClient, buildSmallPatch, writeClient, writePatch } from '../../support/patch-scenario.js';
import { tempFolder } from '../../support/temp-folder.js';

function scenario(): { product: string; patch: string } {
  const home = tempFolder();
  const file = (bytes: Uint8Array) => ({ key: 'F', name: 'f.txt', component: 'C', bytes });
  const patch = buildSmallPatch(
    buildClient('1.0.0', [file(text('old'))]),
    buildClient('1.0.1', [file(text('new'))]),
    { F: { whole: text('new') } },
  );
  return {
    product: writeClient(home, '1.0.0', [file(text('old'))]),
    patch: writePatch(tempFolder(), 'a.msp', patch),
  };
}

describe('patchProduct', () => {
  it.each(['paths', 'the folder of the product', 'bytes of the patch', 'what is open'])('takes %s', (how) => {
    const { product, patch } = scenario();
    using pkg =
      how === 'paths'
        ? patchProduct(product, [patch])
        : how === 'bytes of the patch'
          ? patchProduct(product, [readFileSync(patch)])
          : how === 'what is open'
            ? patchProduct(openPackage(product), [openPackage(patch)])
            : patchProduct(dirname(product), [patch]);
    expect(pkg.kind).toBe('msi');
    expect(pkg.content.order.steps).toHaveLength(1);
    expect(readPackageFile(pkg, 'f.txt')).toEqual(text('new'));
    // Another thread can open it again only where all of it has a path.
    expect(pkg.location === null).toBe(how === 'bytes of the patch');
  });

  it('leaves what was open before open when it fails', () => {
    const { product } = scenario();
    using base = openPackage(product);
    expect(caught(() => patchProduct(base, [product])).code).toBe('PATCH_INVALID');
    expect(readPackageFile(base, 'f.txt')).toEqual(text('old'));
  });
});
