import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { applyPackageStage } from '../../../src/hotfix/stage/apply-package-stage.js';
import { type PackageStage, planPackageStage } from '../../../src/hotfix/stage/plan-package-stage.js';
import { openPackage } from '../../../src/package/open-package.js';
import { makeImage } from '../../support/image.js';
import { hashTree, standInPath, textTree, variantPath, writeTree } from '../../support/package-folder.js';
import { readTree, tempFolder } from '../../support/temp-folder.js';

const manifest = manifestFromCatalogue('977203');
const patch = 'client/i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp';

/** Plans, lets something happen, applies. */
async function staged(
  path: string,
  folder: string,
  between: (stage: PackageStage) => void = () => undefined,
  options: { overwrite?: boolean; record?: string } = {},
) {
  const opened = openPackage(path);
  const targets = { client: join(folder, 'client'), utility: join(folder, 'utility') };
  try {
    const stage = await planPackageStage(opened.content, targets, { manifest, ...options });
    try {
      between(stage);
      return await applyPackageStage(stage);
    } finally {
      stage.close();
    }
  } finally {
    opened.close();
  }
}
const actions = ({ plan }: Awaited<ReturnType<typeof applyPackageStage>>) =>
  plan?.copies.map(({ action }) => action);

describe('what has changed since the plan was made', () => {
  it('is in place already: nothing is written', async () => {
    const folder = tempFolder();
    await staged(standInPath(2), folder);
    const before = hashTree(folder);
    const other = tempFolder();
    const late = await staged(standInPath(2), other, ({ plan }) => {
      expect(plan?.copies.map(({ action }) => action)).toEqual(['create', 'create', 'create']);
      writeTree(other, textTreeOf(folder));
    });
    expect(actions(late)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(hashTree(other)).toEqual(before);
  });

  it('is gone: it is made', async () => {
    const folder = tempFolder();
    await staged(standInPath(2), folder);
    const again = await staged(standInPath(2), folder, () => rmSync(join(folder, patch)));
    expect(actions(again)).toEqual(['create', 'unchanged', 'unchanged']);
    expect(Object.keys(hashTree(folder))).toContain(patch);
  });

  it('is another file: a conflict, or replaced with a copy kept, as it was asked for', async () => {
    const folder = tempFolder();
    const put = () => writeTree(folder, { [patch]: 'mine' });
    await expect(staged(standInPath(2), folder, put)).rejects.toMatchObject({ code: 'STAGE_CONFLICT' });
    expect(textTree(folder)).toEqual({ [patch]: 'mine' });
    const record = join(folder, 'record');
    rmSync(join(folder, patch));
    const replaced = await staged(standInPath(2), folder, put, { overwrite: true, record });
    expect(actions(replaced)).toEqual(['replace', 'create', 'create']);
    expect(Object.values(textTree(record))).toContain('mine');
  });
});

it('a file that another program changes after it was verified is staged as it was', async () => {
  const image = await makeImage(standInPath(2));
  const folder = tempFolder();
  const { plan } = await staged(image.target, folder, ({ plan }) => {
    const { from, size } = plan!.copies[0]!;
    writeFileSync(join(image.target, (from as { path: string }).path), Buffer.alloc(size, 7));
  });
  const { to, sha256 } = plan!.copies[0]!;
  const written = Object.entries(hashTree(folder)).filter(([path]) => path.endsWith(to));
  expect(written.map(([, hash]) => hash)).toEqual([sha256]);
});

it('without a plan nothing is done', async () => {
  const folder = tempFolder();
  expect(await staged(variantPath('wrong-size'), folder)).toEqual({ plan: null, warnings: [] });
  expect(hashTree(folder)).toEqual({});
});

function textTreeOf(folder: string): Record<string, Uint8Array> {
  return Object.fromEntries([...readTree(folder)].map(([path, bytes]) => [path, new Uint8Array(bytes)]));
}
