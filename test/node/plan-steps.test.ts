import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OutputTransaction } from '../../src/node/output-transaction.js';
import { lookAt, planSteps, type Waiting } from '../../src/node/plan-steps.js';
import { caught } from '../support/caught.js';
import { canLinkFolders, linkFolder } from '../support/links.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('planSteps', () => {
  it('plans folders before files, then removals, then empty folders, and changes nothing', async () => {
    const folder = tempFolder();
    writeTree(folder, { old: 'old', 'x/gone': 'gone' });
    const before = textTree(folder);
    const run = await OutputTransaction.begin([folder]);
    const [output] = run.outputs;
    output!.writeFile('a/b/new', bytes('new'));
    output!.writeFile('old', bytes('new'));
    output!.remove('x/gone');
    output!.remove('none');
    const steps = output!.plan();
    expect(steps.map(({ step }) => `${step.step} ${step.path}`)).toEqual([
      'folder a',
      'folder a/b',
      'put a/b/new',
      'put old',
      'remove x/gone',
      'remove-folder x',
    ]);
    expect(steps.map(({ step }) => step.step === 'put' && step.before !== null)).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
    expect(textTree(folder)).toMatchObject(before);
    expect(output!.plan()).toEqual([]);
    run.rollback();
  });

  it('empties the lists that it is given', async () => {
    const run = await OutputTransaction.begin([tempFolder()]);
    const waiting: Waiting = {
      pending: [],
      removals: [{ path: 'none', folders: true, only: null }],
      folderRemovals: new Set(['a']),
      keepsNumbers: true,
      nextNumber: () => 0,
    };
    expect(planSteps(run.outputs[0]!, waiting)).toMatchObject([
      { step: { step: 'remove-folder', path: 'a' } },
    ]);
    expect([waiting.removals.length, waiting.folderRemovals.size]).toEqual([0, 0]);
    run.rollback();
  });
});

describe('lookAt', () => {
  it('gives what a file is, and null where there is none', () => {
    const folder = tempFolder();
    writeTree(folder, { a: 'abc' });
    expect(lookAt(join(folder, 'a'), 'a')).toMatchObject({ was: { size: '3' } });
    expect(lookAt(join(folder, 'b'), 'b')).toBeNull();
  });

  it('refuses a folder', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'a'));
    expect(caught(() => lookAt(join(folder, 'a'), 'a'))).toMatchObject({
      code: 'FILE_WRITE',
      facts: { file: 'a' },
    });
  });

  it.skipIf(!canLinkFolders)('refuses a link', () => {
    const folder = tempFolder();
    linkFolder(tempFolder(), join(folder, 'a'));
    expect(caught(() => lookAt(join(folder, 'a'), 'a'))).toMatchObject({ code: 'PATH_LINK' });
  });
});
