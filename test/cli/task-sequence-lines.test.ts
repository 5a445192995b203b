import { expect, it } from 'vitest';
import { leftOutOf, taskSequenceLines } from '../../src/cli/task-sequence-lines.js';
import type { TaskSequenceEdit } from '../../src/hotfix/stage/edit-task-sequence.js';
import type { PatchLine } from '../../src/hotfix/stage/patch-line.js';

it('has changes and notes apart', () => {
  const edit = {
    scenario: 'install',
    changes: ['PATCH: a added'],
    notes: ['a note'],
  } as unknown as TaskSequenceEdit;
  expect(taskSequenceLines(edit, 'new.xml', true)).toEqual([
    '',
    'Task sequence (new computer): new.xml (not written)',
    '  + PATCH: a added',
    '  - a note',
  ]);
});

it('takes those without a place in the line', () => {
  const patches = [
    { path: 'a', reason: 'x', position: 1 },
    { path: 'b', reason: 'y', position: null },
  ];
  expect(leftOutOf({ patches } as unknown as PatchLine)).toEqual([{ path: 'b', reason: 'y' }]);
  expect(leftOutOf(null)).toEqual([]);
});
