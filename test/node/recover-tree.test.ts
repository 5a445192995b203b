import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OutputTransaction } from '../../src/node/output-transaction.js';
import { recoverTree } from '../../src/node/recover-tree.js';
import { killRun } from '../support/killed-run.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

const before = { 'a/old': 'old', 'b/c/old': 'old' };

async function killedRun(folder: string): Promise<void> {
  const run = await OutputTransaction.begin([folder]);
  run.outputs[0]!.writeFile('old', new TextEncoder().encode('ours'));
  await run.place();
  killRun(run);
}

describe('recoverTree', () => {
  it('finds what was left in any folder below', async () => {
    const root = tempFolder();
    writeTree(root, before);
    await killedRun(join(root, 'a'));
    await killedRun(join(root, 'b/c'));
    const { runs, warnings } = await recoverTree(root);
    expect(runs.map(({ outcome }) => outcome)).toEqual(['taken-back', 'taken-back']);
    expect(warnings).toEqual([]);
    expect(textTree(root)).toEqual(before);
    expect(await recoverTree(root)).toEqual({ runs: [], warnings: [] });
  });

  it('refuses a folder that is not there', async () => {
    await expect(recoverTree(join(tempFolder(), 'none'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});
