import type { StageCopy, StagePlan } from '../hotfix/stage/plan-stage.js';
import type { Context } from './context.js';
import { stepLines } from './next-step-lines.js';
import { patchLineLines } from './patch-line-lines.js';

/** A file as staging leaves it. */
interface StagedFile {
  path: string;
  /** Bytes. */
  size: number;
  sha256: string;
  action: StageCopy['action'];
}

/** What staging does, and what comes after it. */
interface Staged {
  plan: StagePlan;
  files: readonly StagedFile[];
  dryRun: boolean;
  /** The command that takes it back. */
  undo: string;
  /** Of the task sequence that is edited. */
  taskSequence: readonly string[];
}

export function stagedLines(context: Context, { plan, files, dryRun, undo, taskSequence }: Staged): string[] {
  const isChanged = files.some(({ action }) => action !== 'unchanged');
  const outcome = isChanged
    ? `To take it back: ${undo}`
    : 'All files were already in place: nothing was changed.';
  return [
    '',
    ...context.table(
      [{ title: 'Action' }, { title: 'File' }, { title: 'Size', align: 'right' }, { title: 'SHA-256' }],
      files.map((file) => [file.action, file.path, String(file.size), file.sha256]),
    ),
    '',
    dryRun ? 'Nothing was written (--dry-run).' : outcome,
    ...patchLineLines(context, plan.patchLine),
    ...taskSequence,
    '',
    ...stepLines(context, plan.next),
  ];
}
