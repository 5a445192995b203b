import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import {
  type PlanPackageStageOptions,
  planPackageStage,
} from '../../../src/hotfix/stage/plan-package-stage.js';
import {
  type StagePackageOptions,
  type StagePackageResult,
  stagePackage,
} from '../../../src/hotfix/stage/stage-package.js';
import { openPackage } from '../../../src/package/open-package.js';
import { makeImage } from '../../support/image.js';
import { hashTree, standInPath, textTree, variantPath, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';

const manifest = manifestFromCatalogue('977203');
const patch = 'i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp';

function targetsIn(folder: string) {
  return { client: join(folder, 'client'), utility: join(folder, 'CCMCertFix') };
}

async function stage(
  path: string,
  folder: string,
  options: Partial<StagePackageOptions> = {},
): Promise<StagePackageResult> {
  const opened = openPackage(path);
  try {
    return await stagePackage(opened.content, targetsIn(folder), {
      manifest,
      packageId: 'ABC0001F',
      ...options,
    });
  } finally {
    opened.close();
  }
}
/** What staging would do. */
async function plan(path: string, folder: string, options: Partial<PlanPackageStageOptions> = {}) {
  const opened = openPackage(path);
  const how = { manifest, packageId: 'ABC0001F', ...options };
  const staging = await planPackageStage(opened.content, targetsIn(folder), how);
  staging.close();
  opened.close();
  return staging;
}
const actionsOf = ({ plan }: Pick<StagePackageResult, 'plan'>) =>
  plan?.copies.map(({ to, action }) => [to, action]);

describe('stagePackage', () => {
  it('puts the patch and the utility where they belong', async () => {
    const folder = tempFolder();
    const result = await stage(standInPath(2), folder);
    expect(result.verification).toMatchObject({ ok: true, manifest: { product: 'ConfigMgr 2007 SP2' } });
    expect(actionsOf(result)).toEqual([
      [patch, 'create'],
      ['CCMCertFix.exe', 'create'],
      ['CCMCertFix.sms', 'create'],
    ]);
    expect(Object.keys(hashTree(folder))).toEqual([
      'CCMCertFix/CCMCertFix.exe',
      'CCMCertFix/CCMCertFix.sms',
      `client/${patch}`,
    ]);
    expect(result.plan?.patchProperty).toBe(
      'PATCH="C:\\_SMSTaskSequence\\OSD\\ABC0001F\\i386\\hotfix\\KB977203\\Sccm2007ac-sp2-kb977203-x86.msp"',
    );
    // What is staged has the content that the package has.
    for (const copy of result.plan!.copies) {
      const at = copy.content === 'client' ? `client/${copy.to}` : `CCMCertFix/${copy.to}`;
      expect(hashTree(folder)[at]).toBe(copy.sha256);
    }
  });

  itThorough('does the same for SP1 from an image, a folder, a package', async () => {
    const image = await makeImage(standInPath(1));
    const trees = [];
    for (const path of [standInPath(1), image.path, image.target]) {
      const folder = tempFolder();
      const result = await stage(path, folder);
      expect(result.verification.manifest.product).toBe('ConfigMgr 2007 SP1');
      trees.push(hashTree(folder));
    }
    expect(Object.keys(trees[0]!)).toContain('client/i386/hotfix/KB977203/Sccm2007ac-sp1-kb977203-x86.msp');
    expect(trees[1]).toEqual(trees[0]);
    expect(trees[2]).toEqual(trees[0]);
  });

  itThorough('a second time changes nothing', async () => {
    const folder = tempFolder();
    await stage(standInPath(2), folder);
    const before = hashTree(folder);
    const again = await stage(standInPath(2), folder);
    expect(actionsOf(again)?.map(([, action]) => action)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(hashTree(folder)).toEqual(before);
  });

  it('plans without writing', async () => {
    const folder = tempFolder();
    const result = await plan(standInPath(2), folder);
    expect(result.plan?.copies).toHaveLength(3);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('uses the folders that are there, in their letter case', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'client/I386/HotFix/other.msp': 'other', 'client/ccmsetup.exe': 'setup' });
    const result = await stage(standInPath(2), folder);
    expect(actionsOf(result)?.[0]).toEqual([
      'I386/HotFix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp',
      'create',
    ]);
    expect(Object.keys(hashTree(join(folder, 'client')))).toEqual([
      'I386/HotFix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp',
      'I386/HotFix/other.msp',
      'ccmsetup.exe',
    ]);
  });

  itThorough.each(['wrong-version', 'wrong-size', 'missing-file', 'wrong-platform'])(
    'stages nothing of %s unless it is forced to',
    async (variant) => {
      const folder = tempFolder();
      const result = await stage(variantPath(variant), folder);
      expect(result).toMatchObject({ plan: null, verification: { ok: false } });
      expect(readdirSync(folder)).toEqual([]);
      const forced = await stage(variantPath(variant), folder, { force: true });
      expect(forced.verification.ok).toBe(false);
      expect(actionsOf(forced)?.map(([, action]) => action)).toEqual(['create', 'create', 'create']);
      expect(Object.keys(hashTree(folder))).toHaveLength(3);
    },
  );

  it('never overwrites another file without being told to', async () => {
    const folder = tempFolder();
    writeTree(folder, { [`client/${patch.toLowerCase()}`]: 'mine', 'CCMCertFix/readme.txt': 'mine' });
    await expect(stage(standInPath(2), folder)).rejects.toMatchObject({
      code: 'STAGE_CONFLICT',
      kind: 'environment',
      facts: { file: join(folder, 'client', patch.toLowerCase()), entry: patch.toLowerCase() },
    });
    expect(textTree(folder)).toEqual({
      [`client/${patch.toLowerCase()}`]: 'mine',
      'CCMCertFix/readme.txt': 'mine',
    });
    const planned = await plan(standInPath(2), folder);
    expect(actionsOf(planned)?.[0]?.[1]).toBe('conflict');
    const replaced = await stage(standInPath(2), folder, { overwrite: true });
    expect(actionsOf(replaced)?.map(([, action]) => action)).toEqual(['replace', 'create', 'create']);
    expect(Object.keys(hashTree(folder))).toHaveLength(4);
  });

  it('never puts a file in the place of a folder', async () => {
    const folder = tempFolder();
    writeTree(folder, { [`client/${patch}/precious`]: 'mine' });
    for (const overwrite of [false, true]) {
      await expect(stage(standInPath(2), folder, { overwrite })).rejects.toMatchObject({
        kind: 'environment',
      });
    }
    expect(textTree(folder)).toEqual({ [`client/${patch}/precious`]: 'mine' });
  });

  it('writes both folders or none', async () => {
    const folder = tempFolder();
    // The utility's folder cannot be made: a file stands there.
    writeTree(folder, { CCMCertFix: 'a file' });
    await expect(stage(standInPath(2), folder)).rejects.toMatchObject({ kind: 'environment' });
    expect(textTree(folder)).toEqual({ CCMCertFix: 'a file' });
  });

  it.each(['KB977203', 'ABC0001', 'ABC0001G', '<ABC00001>', 'AB-00001', ''])(
    'refuses the package ID %j before it reads or writes anything',
    async (packageId) => {
      const folder = tempFolder();
      const outcome = stage(variantPath('missing-file'), folder, { packageId });
      if (packageId === 'KB977203') {
        // It has the form of an ID: a warning says what it looks like, once there is a plan.
        const { warnings } = await plan(standInPath(2), folder, { packageId });
        expect(warnings).toMatchObject([{ code: 'STAGE_BAD_PACKAGE_ID' }]);
        await outcome;
        return;
      }
      await expect(outcome).rejects.toMatchObject({ code: 'STAGE_BAD_PACKAGE_ID', kind: 'usage' });
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('knows the product from what the caller says', async () => {
    const result = await stage(standInPath(2), tempFolder(), { product: 'SP1' });
    expect(result.verification).toMatchObject({ ok: false, manifest: { product: 'ConfigMgr 2007 SP1' } });
    await expect(stage(standInPath(2), tempFolder(), { product: 'SP7' })).rejects.toMatchObject({
      code: 'MANIFEST_NO_PRODUCT',
      kind: 'usage',
    });
  });

  it('does not write below the package', async () => {
    const source = tempFolder();
    cpSync(standInPath(2), join(source, 'x.msi'));
    const before = hashTree(source);
    await stage(join(source, 'x.msi'), tempFolder());
    expect(hashTree(source)).toEqual(before);
  });
});
