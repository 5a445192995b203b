import { describe, expect, it } from 'vitest';
import { OutputTransaction } from '../../../src/node/output-transaction.js';
import { hotfixkit } from '../../support/command-line.js';
import { killRun } from '../../support/killed-run.js';
import { standInPath, textTree, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

describe('prepare', () => {
  it('says what a killed run had left in the folder', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'report.md': 'old' });
    const run = await OutputTransaction.begin([folder]);
    run.outputs[0]!.writeFile('report.md', new TextEncoder().encode('half'));
    await run.place();
    killRun(run);
    const { status, stderr } = await hotfixkit(['prepare', standInPath(2), '--kb', '977203', '-o', folder]);
    expect([status, stderr]).toEqual([0, expect.stringMatching(/an earlier run was killed here/)]);
    expect(Object.keys(textTree(folder))).toContain('report.md');
  });
});
