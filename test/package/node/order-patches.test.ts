import { expect, it } from 'vitest';
import { planClientLine } from '../../../src/hotfix/stage/plan-client-line.js';
import { orderPatches } from '../../../src/package/node/order-patches.js';
import { writeClientSource } from '../../support/client-source.js';
import { writePatchSet } from '../../support/patch-set.js';

it('says the order, and the version that the product has after it', async () => {
  const set = writePatchSet({
    sp2: { from: '1.1.0', to: '1.2.0', families: [['Pack', null, '2', 0]] },
    sp1: { to: '1.1.0', families: [['Pack', null, '1', 0]] },
  });
  const { ok, after, patches } = await orderPatches(set.client, [set.sp2, set.sp1]);
  expect([ok, after.version, patches.map(({ file }) => file)]).toEqual([true, '1.2.0', [set.sp1, set.sp2]]);
});

it('has patches that share no family in the order of a staged line, however they are given', async () => {
  const plans = {
    'x-KB2516517': { families: [['B', null, '1', 0]] },
    'x-KB982203': { families: [['C', null, '1', 0]] },
    'x-KB3000001': { families: [['A', null, '1', 0]] },
  } as const;
  const set = writePatchSet(plans);
  const all = Object.keys(plans).map((name) => set[name as keyof typeof plans]);
  const { client } = writeClientSource(
    Object.fromEntries(Object.entries(plans).map(([name, plan]) => [name.slice(2), plan])),
  );
  const line = planClientLine(client).line.paths.map((path) =>
    /kb\d+(?=\.msp)/i.exec(path)![0].toUpperCase(),
  );
  expect(line).toEqual(['KB982203', 'KB2516517', 'KB3000001']);
  for (const given of [all, all.toReversed(), [all[1]!, all[2]!, all[0]!]]) {
    const { patches } = await orderPatches(set.client, given);
    expect(patches.map(({ file }) => /KB\d+/.exec(file)![0])).toEqual(line);
  }
});

it('takes patches without a sequence as they are given, before the others', async () => {
  const set = writePatchSet({
    'x-KB3000001': { families: [['A', null, '1', 0]] },
    'x-KB2516517': {},
    'x-KB982203': {},
  });
  const given = [set['x-KB3000001'], set['x-KB2516517'], set['x-KB982203']];
  const { patches } = await orderPatches(set.client, given);
  expect(patches.map(({ file }) => file)).toEqual([given[1], given[2], given[0]]);
});

it('refuses more patches than a product may have, before it opens them', async () => {
  const many = Array.from({ length: 128 }, (_, i) => `absent${i}.msp`);
  await expect(orderPatches('absent.msi', many)).rejects.toMatchObject({ code: 'PATCH_NO_SEQUENCE' });
});
