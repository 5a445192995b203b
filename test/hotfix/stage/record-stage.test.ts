import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StageCopy, StagePlan } from '../../../src/hotfix/stage/plan-stage.js';
import { recordStage } from '../../../src/hotfix/stage/record-stage.js';
import { keptFile, readStageRecord } from '../../../src/hotfix/stage/stage-record.js';
import { beginOutput } from '../../../src/node/output-transaction.js';
import { canLinkFiles } from '../../support/links.js';
import { sha256, text, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const old = text('mine');

/** A plan that replaces `client/a.msp`. */
function replacing(): StagePlan {
  const copy: StageCopy = {
    content: 'client',
    to: 'a.msp',
    from: { bytes: text('new') },
    size: 3,
    sha256: sha256(text('new')),
    action: 'replace',
    existing: { size: old.length, sha256: sha256(old) },
  };
  return { kb: '977203', product: null, copies: [copy] } as Partial<StagePlan> as StagePlan;
}

/** Records the run; the kept copy is `prepare`d in the record's folder first. */
async function record(prepare: (kept: string) => void): Promise<string> {
  const folder = tempFolder();
  writeTree(folder, { 'client/a.msp': 'mine', 'record/before/other': 'x', 'elsewhere.msp': 'mine' });
  const kept = keptFile(join(folder, 'record'), sha256(old));
  prepare(kept);
  const targets = { client: join(folder, 'client'), utility: join(folder, 'utility') };
  const output = await beginOutput(join(folder, 'record'));
  try {
    recordStage(replacing(), targets, output, [], [], new Date(0));
    await output.commit();
  } catch (error) {
    throw output.failed(error);
  }
  return kept;
}

describe('the record of a staging run', () => {
  it('keeps a copy of what is replaced', async () => {
    const kept = await record(() => undefined);
    expect(readFileSync(kept)).toEqual(Buffer.from(old));
    expect(readStageRecord(join(kept, '../..'))!.files).toMatchObject([{ before: sha256(old) }]);
  });

  it('replaces a kept copy that is damaged', async () => {
    const kept = await record((path) => writeTree(join(path, '..'), { [sha256(old)]: 'cut' }));
    expect(readFileSync(kept)).toEqual(Buffer.from(old));
  });

  it.skipIf(!canLinkFiles)(
    'does not take a symbolic link to a file of the same bytes for a kept copy',
    async () => {
      let link = '';
      const run = record((path) => {
        link = path;
        symlinkSync(join(path, '../../../elsewhere.msp'), path);
      });
      await expect(run).rejects.toMatchObject({ code: 'PATH_LINK' });
      expect(existsSync(join(link, '../../record.json'))).toBe(false);
    },
  );
});
