import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { stagePackage } from '../../../src/hotfix/stage/stage-package.js';
import { openPackage } from '../../../src/package/open-package.js';
import { makeImage } from '../../support/image.js';
import { standInPath, textTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const manifest = manifestFromCatalogue('977203');
const patchIn = (image: { plan: { files: readonly { path: string }[] }; target: string }) =>
  join(image.target, image.plan.files.find(({ path }) => path.endsWith('.msp'))!.path);

async function stage(image: string, force = false) {
  const folder = tempFolder();
  const opened = openPackage(image);
  try {
    const targets = { client: join(folder, 'client'), utility: join(folder, 'utility') };
    const result = await stagePackage(opened.content, targets, {
      manifest,
      product: 'SP2',
      force,
      location: opened.location,
    });
    return { ...result, staged: Object.keys(textTree(folder)) };
  } finally {
    opened.close();
  }
}

describe('the patch to be staged', () => {
  it('is looked into and found right', async () => {
    const { warnings, staged } = await stage((await makeImage(standInPath(2))).target);
    expect(warnings).toEqual([]);
    expect(staged).toHaveLength(3);
  });

  it('is refused when it starts from another service pack, whatever its name', async () => {
    const image = await makeImage(standInPath(2));
    writeFileSync(patchIn(image), readFileSync(patchIn(await makeImage(standInPath(1)))));
    await expect(stage(image.target, true)).rejects.toMatchObject({
      code: 'STAGE_WRONG_PATCH',
      message: expect.stringMatching(/starts from version 4\.00\.6221\.1000; .*SP2.* has 4\.0\.6487/),
    });
  });

  it('is refused when it is none', async () => {
    const image = await makeImage(standInPath(2));
    writeFileSync(patchIn(image), 'hello');
    await expect(stage(image.target, true)).rejects.toMatchObject({
      code: 'STAGE_WRONG_PATCH',
      message: expect.stringMatching(/not a Windows Installer patch/),
    });
  });

  it('is not staged where only name and size are the published ones', async () => {
    const image = await makeImage(standInPath(2));
    writeFileSync(patchIn(image), new Uint8Array(readFileSync(patchIn(image)).length));
    const { staged } = await stage(image.target);
    expect(staged).toEqual([]);
  });
});
