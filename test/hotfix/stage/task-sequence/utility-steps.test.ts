import { expect, it } from 'vitest';
import { planTaskSequence } from '../../../../src/hotfix/stage/task-sequence/plan-task-sequence.js';
import { TaskSequence } from '../../../../src/hotfix/stage/task-sequence/task-sequence.js';
import { exportedTaskSequence } from '../../../support/task-sequence.js';

it('names the steps after the utility that the article names', () => {
  const { text, changes } = planTaskSequence(TaskSequence.parse(exportedTaskSequence()), {
    patches: ['i386/hotfix/KB2750001/x-kb2750001.msp'],
    utility: { name: 'Invfixup', program: 'Inventory', packageId: 'ABC00042' },
  });
  expect(text).toContain('name="Run Invfixup"');
  expect(text).toContain('name="Restart after Invfixup"');
  expect(changes.join()).toContain('new step "Run Invfixup" after');
  expect(`${text}${changes.join()}`).not.toMatch(/977203|CCMCertFix/i);
});
