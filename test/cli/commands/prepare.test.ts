import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OutputTransaction } from '../../../src/node/output-transaction.js';
import { hotfixkit } from '../../support/command-line.js';
import { killRun } from '../../support/killed-run.js';
import { standInPath, textTree, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { buildZip } from '../../support/zip-builder.js';

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

  it('writes a report.json that does nothing to a terminal', async () => {
    const folder = tempFolder();
    const package_ = join(folder, 'a\u202e\u0085.zip');
    writeFileSync(package_, buildZip({ files: [{ name: 'a\u202eexe.dll', bytes: new Uint8Array(3) }] }));
    const out = join(folder, 'out');
    const { status } = await hotfixkit(['prepare', package_, '--kb', '977203', '-o', out]);
    expect(status).toBe(1);
    const text = readFileSync(join(out, 'report.json'), 'utf8');
    expect(text).not.toMatch(/[\u0085\u202e]/);
    expect(JSON.parse(text).input.file).toBe('a\u202e\u0085.zip');
  });

  it('says in a dry run what would be removed, and warns as the run would', async () => {
    const folder = tempFolder();
    const dryRun = async (existing: string, ...more: string[]) =>
      hotfixkit([
        ...['prepare', standInPath(2), '--kb', '977203', '-o', folder],
        ...['--existing', existing, '--dry-run', ...more],
      ]);
    await hotfixkit(['prepare', standInPath(1), '--kb', '977203', '-o', folder]);
    const before = textTree(folder);
    const database = 'image/SCCM2007-SP1-KB977203-ENU.msi';
    const replaced = await dryRun('replace');
    expect(replaced.stdout).toContain(`Remove   ${folder}/${database}`);
    expect(replaced.stdout).not.toContain('conflict');
    expect(JSON.parse((await dryRun('replace', '--json')).stdout).remove).toContain(database);
    expect((await dryRun('keep')).stderr).toMatch(/the folder still holds image/);
    expect(textTree(folder)).toEqual(before);
  });
});
