import {
  readTaskSequenceEdit,
  type TaskSequenceEdit,
  writeTaskSequence,
} from '../hotfix/stage/edit-task-sequence.js';
import { isInClientSource } from '../hotfix/stage/further-patches.js';
import { planClientLine } from '../hotfix/stage/plan-client-line.js';
import { needed } from './command.js';
import type { Context } from './context.js';
import type { OptionsOf } from './definition.js';
import type { stage } from './definitions/stage.js';
import { ExitStatus } from './exit-status.js';
import { lineOptionsOf } from './line-options.js';
import { patchLineLines } from './patch-line-lines.js';
import { areSignaturesDemanded, signatureJudge } from './signature-judge.js';
import { leftOutOf, taskSequenceLines } from './task-sequence-lines.js';
import { taskSequenceJson, taskSequenceOption } from './task-sequence-option.js';

/**
 * `stage` without a package: the `PATCH` line of what lies in the client source. Only the edited task sequence is written.
 * Ends with 1 where the line does without a patch that no other one replaces.
 */
export async function stageClientLine(context: Context, options: OptionsOf<typeof stage>): Promise<number> {
  const client = needed(options.clientSource, '--client-source DIR');
  const { dryRun } = options;
  const taskSequence = taskSequenceOption(options);
  const lineOptions = lineOptionsOf(options);
  const { line, patchProperty, installationProperties } = planClientLine(client, {
    ...lineOptions,
    force: options.force,
    signed: areSignaturesDemanded(options),
    judge: signatureJudge(options),
  });
  let edit: TaskSequenceEdit | null = null;
  if (taskSequence) {
    const { packageId, drive, clientPath, properties } = lineOptions;
    edit = readTaskSequenceEdit(taskSequence.from, {
      patches: line.paths,
      leftOut: leftOutOf(line),
      packageId: packageId ?? null,
      ...(drive === undefined ? {} : { drive }),
      folder: clientPath ?? null,
      isInClientSource: isInClientSource(client),
      properties: properties ?? {},
      utility: null,
      step: options.step ?? null,
    });
    if (!dryRun) context.warnBeside(await writeTaskSequence(edit, taskSequence.to));
  }
  context.warn(line.warnings);
  const ok = line.patches.every(({ position, by }) => position !== null || by !== null);
  const document = {
    ok,
    dryRun,
    staged: false,
    changed: false,
    files: [],
    patchProperty,
    installationProperties: { clientPush: null, taskSequence: installationProperties },
    client: line.client,
    patches: line.patches,
    record: null,
    taskSequence: taskSequenceJson(edit, taskSequence),
    warnings: line.warnings,
  };
  context.answer(document, () => [
    'Installation properties of Setup Windows and ConfigMgr:',
    `  ${context.paint('cyan', installationProperties)}`,
    ...patchLineLines(context, line),
    ...(edit && taskSequence ? taskSequenceLines(edit, taskSequence.to, dryRun) : []),
  ]);
  return ok ? ExitStatus.done : ExitStatus.differs;
}
