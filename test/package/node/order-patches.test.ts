import { expect, it } from 'vitest';
import { orderPatches } from '../../../src/package/node/order-patches.js';
import { writePatchSet } from '../../support/patch-set.js';

it('says the order, and the version that the product has after it', async () => {
  const set = writePatchSet({
    sp2: { from: '1.1.0', to: '1.2.0', families: [['Pack', null, '2', 0]] },
    sp1: { to: '1.1.0', families: [['Pack', null, '1', 0]] },
  });
  const { ok, after, patches } = await orderPatches(set.client, [set.sp2, set.sp1]);
  expect([ok, after.version, patches.map(({ file }) => file)]).toEqual([true, '1.2.0', [set.sp1, set.sp2]]);
});

it('refuses more patches than a product may have, before it opens them', async () => {
  const many = Array.from({ length: 128 }, (_, i) => `absent${i}.msp`);
  await expect(orderPatches('absent.msi', many)).rejects.toMatchObject({ code: 'PATCH_NO_SEQUENCE' });
});
