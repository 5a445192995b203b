import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Warning } from '../../src/core/errors.js';
import { lockName, stagingName } from '../../src/node/leftovers.js';
import { OutputTransaction } from '../../src/node/output-transaction.js';
import { recoverRun } from '../../src/node/recover-run.js';
import { killRun } from '../support/killed-run.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

async function killed(folder: string): Promise<string> {
  const run = await OutputTransaction.begin([folder]);
  run.outputs[0]!.writeFile('old', new TextEncoder().encode('ours'));
  await run.place();
  killRun(run);
  return run.id;
}

async function recovered(folder: string, id: string) {
  const warnings: Warning[] = [];
  return { run: await recoverRun(folder, id, new Map([[folder, '']]), {}, warnings), warnings };
}

it('takes a killed run back', async () => {
  const folder = tempFolder();
  writeTree(folder, { old: 'old' });
  const id = await killed(folder);
  expect(await recovered(folder, id)).toMatchObject({
    run: { folder, id, outcome: 'taken-back', files: 1 },
    warnings: [],
  });
  expect(textTree(folder)).toEqual({ old: 'old' });
});

it('removes the lock of a run that made nothing', async () => {
  const folder = tempFolder();
  const id = await killed(folder);
  rmSync(join(folder, stagingName(id)), { recursive: true });
  expect(readdirSync(folder)).toContain(lockName(id));
  expect(await recovered(folder, id)).toEqual({ run: null, warnings: [] });
  expect(readdirSync(folder)).toEqual(['old']);
});

it('leaves a run whose journal is missing, and says so', async () => {
  const folder = tempFolder();
  writeTree(folder, { old: 'old' });
  const id = await killed(folder);
  rmSync(join(folder, stagingName(id), 'journal'));
  expect(await recovered(folder, id)).toMatchObject({
    run: null,
    warnings: [{ code: 'RESTORE_FAILED', file: join(folder, stagingName(id)) }],
  });
  expect(readdirSync(folder)).toContain(stagingName(id));
});
