import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import { applyStage } from '../../../src/hotfix/stage/apply-stage.js';
import type { StageCopy, StagePlan } from '../../../src/hotfix/stage/plan-stage.js';
import { OutputTransaction } from '../../../src/node/output-transaction.js';
import { openPackage } from '../../../src/package/open-package.js';
import { sha256, text, textTree, writePackage, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const files = [
  { key: 'patch', name: 'x.msp', bytes: text('patch') },
  { key: 'tool', name: 'tool.exe', bytes: text('tool'), size: 4 },
];

function copy(change: Partial<StageCopy>): StageCopy {
  return {
    content: 'client',
    to: 'i386/x.msp',
    from: { path: 'Fixture/x.msp' },
    size: 5,
    sha256: sha256(text('patch')),
    action: 'create',
    existing: null,
    ...change,
  };
}
const planOf = (...copies: StageCopy[]): StagePlan => ({
  overwrite: false,
  kb: '1',
  product: null,
  packageId: null,
  copies,
  patchFiles: [],
  patchLine: null,
  withPatches: [],
  patchProperty: '',
  installationProperties: { clientPush: null, taskSequence: '' },
  next: [],
  warnings: [],
});
const tool = copy({
  content: 'utility',
  to: 'tool.exe',
  from: { path: 'Fixture/tool.exe' },
  sha256: sha256(text('tool')),
});
const definition = copy({ content: 'utility', to: 'tool.sms', from: { bytes: text('[PDF]') } });

async function apply(
  folder: string,
  plan: StagePlan,
  change: Partial<(typeof files)[number]> = {},
): Promise<void> {
  const run = await OutputTransaction.begin([join(folder, 'client'), join(folder, 'utility')]);
  const opened = openPackage(writePackage({ files: [files[0]!, { ...files[1]!, ...change }] }));
  const outputOf = (name: string) => ({ output: run.output(join(folder, name)), below: '' });
  try {
    await applyStage(plan, outputOf, opened.content, (path) => {
      const file = opened.content.files.find(({ targetPath }) => targetPath === path);
      if (!file) throw new HotfixkitError('INTERNAL', 'no such source');
      return file;
    });
    await run.commit();
  } catch (error) {
    throw run.failed(error);
  } finally {
    opened.close();
  }
}

describe('applyStage', () => {
  it('writes files of the package and files of its own', async () => {
    const folder = tempFolder();
    await apply(folder, planOf(copy({}), tool, definition));
    expect(textTree(folder)).toEqual({
      'client/i386/x.msp': 'patch',
      'utility/tool.exe': 'tool',
      'utility/tool.sms': '[PDF]',
    });
    expect(readdirSync(join(folder, 'client'))).toEqual(['i386']);
  });

  it('replaces what it is told to and touches nothing that is unchanged', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'client/i386/x.msp': 'old', 'utility/tool.exe': 'kept' });
    await apply(folder, planOf(copy({ action: 'replace' }), { ...tool, action: 'unchanged' }));
    expect(textTree(folder)).toEqual({ 'client/i386/x.msp': 'patch', 'utility/tool.exe': 'kept' });
  });

  it('makes no folder where there is nothing to do', async () => {
    const folder = tempFolder();
    await apply(folder, planOf(copy({ action: 'unchanged' }), { ...tool, action: 'unchanged' }));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a plan with a conflict before anything is written', async () => {
    const folder = tempFolder();
    const plan = planOf(copy({}), { ...tool, action: 'conflict' });
    await expect(apply(folder, plan)).rejects.toMatchObject({
      code: 'STAGE_CONFLICT',
      facts: { entry: 'tool.exe', file: join(folder, 'utility/tool.exe') },
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes everything back where the second folder fails', async () => {
    const folder = tempFolder();
    // What comes out is not what the package says: the first folder was complete by then.
    await expect(apply(folder, planOf(copy({}), tool, definition), { size: 5 })).rejects.toMatchObject({
      code: 'PACKAGE_FILE_SIZE',
    });
    expect(readdirSync(folder)).toEqual([]);
    writeTree(folder, { 'client/i386/x.msp': 'old', utility: 'a file' });
    await expect(apply(folder, planOf(copy({ action: 'replace' }), tool))).rejects.toMatchObject({
      kind: 'environment',
    });
    expect(textTree(folder)).toEqual({ 'client/i386/x.msp': 'old', utility: 'a file' });
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'needs folders that can be written',
    async () => {
      const folder = tempFolder();
      writeTree(folder, { 'client/readme': 'x' });
      chmodSync(join(folder, 'client'), 0o555);
      await expect(apply(folder, planOf(copy({}), tool))).rejects.toMatchObject({ code: 'FILE_WRITE' });
      chmodSync(join(folder, 'client'), 0o755);
      expect(textTree(folder)).toEqual({ 'client/readme': 'x' });
    },
  );
});
