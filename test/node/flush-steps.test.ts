import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EarlyFlushes, flushFolders, flushStagedFiles } from '../../src/node/flush-steps.js';
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
  await flushStagedFiles(steps, run.outputs, new EarlyFlushes());
  flushFolders(steps);
  run.rollback();
});

it('names a staged file that is gone', async () => {
  const { run, steps } = await planned();
  const { staging } = run.outputs[0]!;
  rmSync(staging!.path('0'));
  await expect(flushStagedFiles(steps, run.outputs, new EarlyFlushes())).rejects.toMatchObject({
    facts: { file: staging!.label('0') },
  });
  run.rollback();
});

it('knows which files are on the disk, each once', async () => {
  const { run } = await planned();
  const staging = run.outputs[0]!.staging!;
  const early = new EarlyFlushes();
  early.begin(['0'], staging);
  early.begin(['0'], staging);
  const isFlushed = await early.finish();
  expect([staging.path('0'), staging.path('1')].map(isFlushed)).toEqual([true, false]);
  run.rollback();
});

it('keeps an error until somebody asks', async () => {
  const { run, steps } = await planned();
  const staging = run.outputs[0]!.staging!;
  const early = new EarlyFlushes();
  early.begin(['none'], staging);
  await new Promise((resolve) => setTimeout(resolve, 20));
  early.begin(['0'], staging);
  await expect(flushStagedFiles(steps, run.outputs, early)).rejects.toMatchObject({
    facts: { file: staging.label('none') },
  });
  run.rollback();
});
