import { readTaskSequenceEdit } from '../../src/hotfix/stage/edit-task-sequence.js';
import { planTaskSequence } from '../../src/hotfix/stage/task-sequence/plan-task-sequence.js';
import { TaskSequence } from '../../src/hotfix/stage/task-sequence/task-sequence.js';
import { exportedTaskSequence } from '../../test/support/task-sequence.js';
import { Broken, type Target } from '../target.js';
import { mutatedFile, textSeed } from './text-files.js';

const request = {
  patches: ['i386/hotfix/KB977203/x.msp'],
  packageId: null,
  properties: { FSP: 'a&b<c>' },
  utility: { name: 'ccmcertfix', program: 'ccmcertfix', packageId: 'ABC00042' },
};

export const taskSequence: Target = {
  name: 'task-sequence',
  about: 'exported task sequences: edited, and edited once more without any change',
  prepare() {
    const whole = exportedTaskSequence();
    const seeds = [
      textSeed('built/export.xml', whole),
      textSeed('built/step.xml', whole.slice(whole.indexOf('<sequence '))),
    ];
    return {
      seeds,
      make: (random) => mutatedFile(random, seeds, ['utf16le']),
      run({ bytes }, world) {
        const edit = readTaskSequenceEdit(world.write('ts.xml', bytes), request);
        if (edit.changes.length === 0) return;
        // Both edits see the same text, so that nothing but the plan is compared.
        const again = planTaskSequence(TaskSequence.parse(edit.text), request);
        if (again.changes.length > 0) {
          throw new Broken(
            'round-trip',
            `a second edit changes ${JSON.stringify(again.changes).slice(0, 200)}`,
          );
        }
        readTaskSequenceEdit(world.write('ts2.xml', edit.bytes), request);
      },
    };
  },
};
