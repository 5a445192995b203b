import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseManifest } from '../../../src/hotfix/manifest/manifest-schema.js';
import { planLooseStage } from '../../../src/hotfix/stage/plan-loose-stage.js';
import { caught } from '../../support/caught.js';
import { writeClientSource } from '../../support/client-source.js';
import { writeTree } from '../../support/package-folder.js';
import { buildSetPatch } from '../../support/patch-set.js';

const bytes = buildSetPatch('KB1111111');
const manifest = (size: number) =>
  parseManifest({
    kb: '1111111',
    title: 'x',
    language: 'en',
    sections: [
      {
        title: 't',
        product: null,
        files: [{ name: 'Fix-KB1111111.msp', version: null, size, date: null, time: null, platform: null }],
      },
    ],
    warnings: [],
  });

function source() {
  const { folder, client } = writeClientSource({});
  writeTree(folder, { 'h/fix-kb1111111.msp': bytes, 'h/again/fix-kb1111111.msp': bytes });
  return { client, given: join(folder, 'h') };
}

it('counts equal patches once, and says which ones a table knows', () => {
  const { client, given } = source();
  const { plan, known } = planLooseStage([given], client, { manifestOf: () => manifest(bytes.length) });
  expect(plan.copies.map(({ to, action }) => [to, action])).toEqual([
    ['i386/hotfix/KB1111111/fix-kb1111111.msp', 'create'],
  ]);
  expect(known).toHaveLength(1);
});

it('refuses a patch that has another size than the published one, unless it is forced', () => {
  const { client, given } = source();
  const options = { manifestOf: () => manifest(1) };
  expect(caught(() => planLooseStage([given], client, options))).toMatchObject({
    code: 'STAGE_WRONG_PATCH',
    message: expect.stringContaining('KB1111111 publishes this patch with 1 bytes'),
  });
  expect(planLooseStage([given], client, { ...options, force: true }).warnings).toMatchObject([
    { code: 'STAGE_WRONG_PATCH' },
  ]);
});

it('refuses two that differ under one name', () => {
  const { client, given } = source();
  writeTree(given, { 'again/fix-kb1111111.msp': buildSetPatch('KB1111111', { text: 'other' }) });
  expect(caught(() => planLooseStage([given], client)).code).toBe('STAGE_AMBIGUOUS');
});
