import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { openPackage } from '../../src/package/open-package.js';
import { applyPrepare } from '../../src/prepare/apply-prepare.js';
import { type PreparePlan, planPrepare } from '../../src/prepare/plan-prepare.js';
import { makeImage } from '../support/image.js';
import { hashTree, standInPath, textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

const manifest = manifestFromCatalogue('977203');
const patch = 'content/client/i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp';

/** Plans, lets something happen, applies. */
async function prepared(
  path: string,
  folder: string,
  between: (plan: PreparePlan) => void = () => undefined,
) {
  const opened = openPackage(path);
  try {
    const plan = await planPrepare(opened, folder, { manifest });
    try {
      between(plan);
      return await applyPrepare(plan);
    } finally {
      plan.close();
    }
  } finally {
    opened.close();
  }
}

it('does what was planned, with the bytes that were verified', async () => {
  const folder = join(tempFolder(), 'out');
  const { report, plan } = await prepared(standInPath(2), folder);
  expect(report.verdict.status).toBe('ready');
  const tree = hashTree(folder);
  for (const copy of plan!.copies) expect(Object.values(tree)).toContain(copy.sha256);
  expect(tree[patch]).toBe(Object.entries(tree).find(([path]) => /^image.*\.msp$/i.test(path))![1]);
});

it('looks again at what is there: a file that came since is a conflict, and the report says so', async () => {
  const folder = join(tempFolder(), 'out');
  const run = prepared(standInPath(2), folder, () => writeTree(folder, { [patch]: 'mine' }));
  await expect(run).rejects.toMatchObject({ code: 'STAGE_CONFLICT' });
  expect(textTree(folder)[patch]).toBe('mine');
  expect(readFileSync(join(folder, 'report.json'), 'utf8')).toContain('"conflict"');
});

it('refuses a source that has changed since it was verified, and leaves nothing', async () => {
  const image = await makeImage(standInPath(2));
  const folder = join(tempFolder(), 'out');
  const run = prepared(image.path, folder, ({ stage }) => {
    const path = [...stage.hashes.keys()].find((one) => one.endsWith('.dll'))!;
    const at = join(dirname(image.path), path);
    const bytes = readFileSync(at);
    writeFileSync(at, bytes.fill(0x55, bytes.length - 4));
  });
  await expect(run).rejects.toMatchObject({ code: 'FILE_CHANGED' });
  expect(hashTree(dirname(folder))).toEqual({});
});
