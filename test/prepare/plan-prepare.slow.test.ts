import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { openPackage } from '../../src/package/open-package.js';
import { imageFiles, type PlanPrepareOptions, planPrepare } from '../../src/prepare/plan-prepare.js';
import { prepare } from '../../src/prepare/prepare.js';
import { makeImage } from '../support/image.js';
import { standInFiles } from '../support/kb977203-stand-in.js';
import { hashTree, standInPath, variantPath, writeTree } from '../support/package-folder.js';
import { readTree, tempFolder } from '../support/temp-folder.js';
import { itThorough } from '../support/thorough.js';
import { buildZip } from '../support/zip-builder.js';

const manifest = manifestFromCatalogue('977203');

async function plan(path: string, folder: string, options: Partial<PlanPrepareOptions> = {}) {
  const opened = openPackage(path, { orContainer: true });
  try {
    const planned = await planPrepare(opened, folder, { manifest, ...options });
    planned.close();
    return planned;
  } finally {
    opened.close();
  }
}

it('plans image, verdict and staging and writes nothing', async () => {
  const folder = tempFolder();
  const planned = await plan(standInPath(2), join(folder, 'out'));
  expect(planned.image?.kind).toBe('installation');
  expect(
    imageFiles(planned.image!)
      .map(({ path }) => path)
      .sort(),
  ).toEqual(
    standInFiles(2)
      .map(({ sourcePath }) => sourcePath)
      .sort(),
  );
  expect(planned.stage.verification).toMatchObject({ ok: true, counts: { match: 13 } });
  expect(planned.stage.plan?.copies.map(({ content, action }) => `${content} ${action}`)).toEqual([
    'client create',
    'utility create',
    'utility create',
    'hotfix create',
    'hotfix create',
  ]);
  expect(planned.names.utility).toBe('content/CCMCertFix');
  expect(hashTree(folder)).toEqual({});
});

it('has no stage plan where verification fails', async () => {
  const planned = await plan(variantPath('wrong-version'), tempFolder());
  expect([planned.stage.plan, planned.stage.verification.ok]).toEqual([null, false]);
});

itThorough('takes a folder as it is, and the files of what is no installation package', async () => {
  const image = await makeImage(standInPath(2));
  expect((await plan(image.target, tempFolder())).image).toBeNull();
  const path = join(tempFolder(), 'files.zip');
  const files = [...readTree(image.target)].filter(([name]) => !name.endsWith('ENU.msi'));
  writeFileSync(path, buildZip({ files: files.map(([name, bytes]) => ({ name, bytes, method: 0 })) }));
  const planned = await plan(path, tempFolder());
  expect(planned.image?.kind).toBe('files');
  expect(planned.stage.verification.ok).toBe(true);
});

itThorough('plans to replace the staged files of an earlier run, as applying the plan does', async () => {
  const folder = tempFolder();
  await prepare(standInPath(1), folder, { manifest });
  const before = hashTree(folder);
  const planned = await plan(standInPath(2), folder, { existing: 'replace' });
  const actions = planned.stage.plan!.copies.map(({ action }) => action);
  expect(actions).toContain('replace');
  expect(actions).not.toContain('conflict');
  expect(planned.others.remove.map(({ path }) => path)).toContain('image/SCCM2007-SP1-KB977203-ENU.msi');
  expect(hashTree(folder)).toEqual(before);
});

it('says of a folder in which a run was killed that the plan may change', async () => {
  const folder = tempFolder();
  writeTree(folder, { '.hotfixkit-0123456789ab.lock': '', 'image/mine.txt': '' });
  const planned = await plan(standInPath(2), folder, { existing: 'replace' });
  expect(planned.others).toMatchObject({
    remove: [],
    warnings: [{ code: 'FOLDER_HALF_WRITTEN', file: folder }],
  });
});
