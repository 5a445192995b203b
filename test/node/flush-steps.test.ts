import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { flushFolders, flushStagedFiles } from '../../src/node/flush-steps.js';
import { OutputTransaction } from '../../src/node/output-transaction.js';
import { writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

async function planned() {
  const folder = tempFolder();
  writeTree(folder, { 'a/old': 'old' });
  const run = await OutputTransaction.begin([folder]);
  run.outputs[0]!.writeFile('a/new', new TextEncoder().encode('new'));
  return { run, steps: run.outputs[0]!.plan() };
}

it('flushes the files of a run and the folders that they go to', async () => {
  const { run, steps } = await planned();
  await flushStagedFiles(steps, run.outputs);
  flushFolders(steps);
  run.rollback();
});

it('names a staged file that is gone', async () => {
  const { run, steps } = await planned();
  const { staging } = run.outputs[0]!;
  rmSync(staging!.path('0'));
  await expect(flushStagedFiles(steps, run.outputs)).rejects.toMatchObject({
    facts: { file: staging!.label('0') },
  });
  run.rollback();
});
