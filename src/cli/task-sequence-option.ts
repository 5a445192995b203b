import { HotfixkitError } from '../core/errors.js';
import { refuseSameTaskSequence, type TaskSequenceEdit } from '../hotfix/stage/edit-task-sequence.js';
import type { OptionsOf } from './definition.js';
import type { stage } from './definitions/stage.js';

/** The task sequence that `--task-sequence` names and the file for the edited one, `-o`; null where neither is given. */
export function taskSequenceOption({
  taskSequence,
  output,
}: Pick<OptionsOf<typeof stage>, 'taskSequence' | 'output'>): { from: string; to: string } | null {
  if (taskSequence === undefined && output === undefined) return null;
  if (taskSequence === undefined || output === undefined) {
    throw new HotfixkitError('USAGE', '--task-sequence FILE and -o FILE go together');
  }
  refuseSameTaskSequence(taskSequence, output);
  return { from: taskSequence, to: output };
}

/** What `--json` says of an edited task sequence. */
export function taskSequenceJson(edit: TaskSequenceEdit | null, files: { to: string } | null) {
  if (!edit || !files) return null;
  return { output: files.to, scenario: edit.scenario, changes: edit.changes, notes: edit.notes };
}
