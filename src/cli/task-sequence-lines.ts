import type { TaskSequenceEdit } from '../hotfix/stage/edit-task-sequence.js';
import type { PatchLine } from '../hotfix/stage/patch-line.js';

const scenarios = {
  refresh: 'refresh',
  'replace-capture': 'replacement, old computer',
  install: 'new computer',
} as const;

/** What was changed in a task sequence, and what is left to do. */
export function taskSequenceLines(edit: TaskSequenceEdit, output: string, dryRun: boolean): string[] {
  const { changes, notes } = edit;
  return [
    '',
    changes.length === 0
      ? `Task sequence: nothing to change; ${dryRun ? 'an exact copy would be' : 'an exact copy was'} written to ${output}`
      : `Task sequence (${scenarios[edit.scenario]}): ${output}${dryRun ? ' (not written)' : ''}`,
    ...changes.map((change) => `  + ${change}`),
    ...notes.map((note) => `  - ${note}`),
  ];
}

/** Patches that lie in the client source and that the line does without, as a task sequence may have them. */
export function leftOutOf(line: PatchLine | null): { path: string; reason: string }[] {
  return (line?.patches ?? []).flatMap(({ path, reason, position }) =>
    position === null ? [{ path, reason }] : [],
  );
}
