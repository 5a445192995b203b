import { join } from 'node:path';
import { HotfixkitError } from '../core/errors.js';
import { plural } from '../core/plural.js';
import { manifestFromCatalogue } from '../hotfix/manifest/catalogue.js';
import type { Manifest } from '../hotfix/manifest/manifest.js';
import { applyPackageStage, tryPackageStage } from '../hotfix/stage/apply-package-stage.js';
import { readTaskSequenceEdit, type TaskSequenceEdit } from '../hotfix/stage/edit-task-sequence.js';
import { isInClientSource } from '../hotfix/stage/further-patches.js';
import { planLooseStage } from '../hotfix/stage/plan-loose-stage.js';
import { hasConflicts } from '../hotfix/stage/plan-stage.js';
import { needed } from './command.js';
import type { Context } from './context.js';
import type { OptionsOf } from './definition.js';
import type { stage } from './definitions/stage.js';
import { ExitStatus } from './exit-status.js';
import { lineOptionsOf } from './line-options.js';
import { openOptions } from './open.js';
import { quoted } from './quoted.js';
import { areSignaturesDemanded, signatureJudge } from './signature-judge.js';
import { signatureLines } from './signature-lines.js';
import { stagedLines } from './staged-lines.js';
import { leftOutOf, taskSequenceLines } from './task-sequence-lines.js';
import { taskSequenceJson, taskSequenceOption } from './task-sequence-option.js';

/** `stage` of patches and folders of hotfixes, without an article: all of them at once, or none. */
export async function stageLoose(
  context: Context,
  paths: readonly string[],
  options: OptionsOf<typeof stage>,
  record: string,
): Promise<number> {
  const client = needed(options.clientSource, '--client-source DIR');
  const { dryRun } = options;
  const taskSequence = taskSequenceOption(options);
  const line = lineOptionsOf(options);
  const staging = planLooseStage(paths, client, {
    ...line,
    open: openOptions(context, options),
    overwrite: options.overwrite === 'always',
    createClientSource: options.createClientSource,
    force: options.force,
    signed: areSignaturesDemanded(options),
    judge: signatureJudge(options),
    record,
    manifestOf: publishedTable,
  });
  let { plan } = staging;
  let edit: TaskSequenceEdit | null = null;
  if (taskSequence) {
    const { packageId, drive, clientPath, properties } = line;
    edit = readTaskSequenceEdit(taskSequence.from, {
      patches: plan.patchFiles,
      leftOut: leftOutOf(plan.patchLine),
      packageId: packageId ?? null,
      ...(drive === undefined ? {} : { drive }),
      folder: clientPath ?? null,
      // A new one is merged into another, of which no more is known.
      ...(options.createClientSource ? {} : { isInClientSource: isInClientSource(client) }),
      properties: properties ?? {},
      utility: null,
      step: options.step ?? null,
    });
  }
  const warnings = [...staging.warnings];
  if (dryRun) tryPackageStage(staging);
  else {
    const applied = await applyPackageStage(staging, {
      alsoWrite: edit && taskSequence ? [{ path: taskSequence.to, bytes: edit.bytes }] : [],
      flush: options.flush,
      ...(context.signal ? { signal: context.signal } : {}),
    });
    plan = applied.plan ?? plan;
    warnings.push(...applied.warnings);
  }
  context.warn(warnings);
  const files = plan.copies.map((copy) => ({
    path: join(client, copy.to).replaceAll('\\', '/'),
    size: copy.size,
    sha256: copy.sha256,
    action: copy.action,
  }));
  const document = {
    ok: true,
    dryRun,
    staged: true,
    changed: files.some(({ action }) => action !== 'unchanged'),
    files,
    patchProperty: plan.patchProperty,
    installationProperties: plan.installationProperties,
    client: plan.patchLine?.client ?? null,
    patches: plan.patchLine?.patches ?? [],
    record: dryRun ? null : record,
    taskSequence: taskSequenceJson(edit, taskSequence),
    next: plan.next,
    // No table says what all of them are to be.
    verification: null,
    known: staging.known,
    signatures: staging.signatures,
    warnings,
  };
  context.answer(document, () => [
    `Not verified: no published table was asked for; ${plural(staging.known.length, 'file')} of ${files.length} ${staging.known.length === 1 ? 'has' : 'have'} the size that the catalogue knows`,
    ...signatureLines(context, staging.signatures),
    ...stagedLines(context, {
      plan,
      files,
      dryRun,
      undo: `hotfixkit stage --undo --client-source ${quoted(client)}`,
      taskSequence: edit && taskSequence ? taskSequenceLines(edit, taskSequence.to, dryRun) : [],
    }),
  ]);
  return hasConflicts(plan) ? ExitStatus.environment : ExitStatus.done;
}

const isWithoutTable: ReadonlySet<string> = new Set(['MANIFEST_UNKNOWN', 'MANIFEST_PARTIAL']);

/** The table of an article in the catalogue; null for articles of which it has none. */
function publishedTable(kb: string): Manifest | null {
  try {
    return manifestFromCatalogue(kb);
  } catch (error) {
    if (error instanceof HotfixkitError && isWithoutTable.has(error.code)) return null;
    throw error;
  }
}
