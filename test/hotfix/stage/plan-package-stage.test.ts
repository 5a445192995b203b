import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import {
  type PlanPackageStageOptions,
  planPackageStage,
} from '../../../src/hotfix/stage/plan-package-stage.js';
import { stagePackage } from '../../../src/hotfix/stage/stage-package.js';
import { FolderPackage } from '../../../src/package/node/folder-package.js';
import { openPackage } from '../../../src/package/open-package.js';
import { makeImage } from '../../support/image.js';
import { hashTree, sha256, standInPath, variantPath, writeTree } from '../../support/package-folder.js';
import { readTree, tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';

const manifest = manifestFromCatalogue('977203');
const targetsIn = (folder: string) => ({ client: join(folder, 'client'), utility: join(folder, 'utility') });

async function plan(path: string, folder: string, options: Partial<PlanPackageStageOptions> = {}) {
  const opened = openPackage(path);
  try {
    const stage = await planPackageStage(opened.content, targetsIn(folder), { manifest, ...options });
    stage.close();
    return stage;
  } finally {
    opened.close();
  }
}

describe('planPackageStage', () => {
  it('writes nothing and says what would be written', async () => {
    const folder = tempFolder();
    const stage = await plan(standInPath(2), folder);
    expect(stage.plan?.copies.map(({ to, action }) => [to, action])).toEqual([
      ['i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp', 'create'],
      ['CCMCertFix.exe', 'create'],
      ['CCMCertFix.sms', 'create'],
    ]);
    expect(hashTree(folder)).toEqual({});
  });

  it('refuses a hotfix that its article takes back, unless it is forced', async () => {
    const message = 'the article takes this hotfix back: "This hotfix was withdrawn."';
    const withdrawn = { ...manifest, warnings: [{ code: 'ARTICLE_WITHDRAWN', message }] };
    const folder = tempFolder();
    await expect(plan(standInPath(2), folder, { manifest: withdrawn })).rejects.toMatchObject({
      code: 'ARTICLE_WITHDRAWN',
      message: expect.stringMatching(/nothing was staged; --force stages it all the same/),
    });
    const forced = await plan(standInPath(2), folder, { manifest: withdrawn, force: true });
    expect(forced.plan).not.toBeNull();
    expect(forced.verification.warnings).toContainEqual({ code: 'ARTICLE_WITHDRAWN', message });
  });

  it('knows the hashes of what it verified', async () => {
    const image = await makeImage(standInPath(2));
    const { hashes } = await plan(image.target, tempFolder());
    const tree = readTree(image.target);
    expect(hashes.size).toBe(13);
    for (const [path, hash] of hashes) expect(hash).toBe(sha256(tree.get(path)!));
  });

  it('judges the bytes that it stages, where a file changes from one reading to the next', async () => {
    const files = readTree((await makeImage(standInPath(2))).target);
    const [utility] = [...files.keys()].filter((path) => path.endsWith('Ccmcertfix.exe'));
    /** Hashing and copying read it as a whole; its version is read in pieces. */
    const open = (path: string) => {
      const bytes = files.get(path)!;
      const source = new BufferSource(bytes);
      const read = (at: number, length: number): Uint8Array =>
        path === utility && length === bytes.length ? new Uint8Array(length) : source.read(at, length);
      return { size: bytes.length, read, close: () => undefined };
    };
    const content = new FolderPackage({
      files: () => [...files].map(([path, { length: size }]) => ({ path, size, modified: new Date(0) })),
      open,
    });
    const stage = await planPackageStage(content, targetsIn(tempFolder()), { manifest });
    stage.close();
    expect(stage.verification.files.filter(({ status }) => status !== 'match')).toMatchObject([
      { name: 'Ccmcertfix.exe', status: 'mismatch' },
    ]);
    expect(stage.plan).toBeNull();
  });

  it('has no plan where verification fails, unless it is forced', async () => {
    expect((await plan(variantPath('wrong-size'), tempFolder())).plan).toBeNull();
    expect((await plan(variantPath('wrong-size'), tempFolder(), { force: true })).plan).not.toBeNull();
  });

  it.each([
    ['a record folder that is none of ours', { record: 'record' }, 'STAGE_BAD_RECORD'],
    ['a client source that is not there', { createClientSource: false }, 'STAGE_CLIENT_SOURCE'],
  ])('refuses %s', async (_, options, code) => {
    const folder = tempFolder();
    writeTree(folder, { 'record/mine.txt': 'mine' });
    const record = 'record' in options ? { record: join(folder, 'record') } : {};
    await expect(plan(standInPath(2), folder, { ...options, ...record })).rejects.toMatchObject({ code });
  });

  // The article: the name of the patch may differ by locale.
  itThorough('a patch under another name is staged, and found unchanged the second time', async () => {
    const image = await makeImage(standInPath(2));
    const path = [...readTree(image.target).keys()].find((one) => one.endsWith('.msp'))!;
    renameSync(join(image.target, path), join(image.target, path.replace(/\.msp$/i, '-deu.msp')));
    const folder = tempFolder();
    for (const action of ['create', 'unchanged']) {
      const opened = openPackage(image.target);
      const result = await stagePackage(opened.content, targetsIn(folder), { manifest, force: true });
      opened.close();
      expect(result.plan?.copies.map((copy) => copy.action)).toEqual([action, action, action]);
    }
  });
});
