import { join } from 'node:path';
import { HotfixkitError } from '../../core/errors.js';
import { forEachPath } from '../../core/for-each-path.js';
import { plural } from '../../core/plural.js';
import { isWeakening } from '../../core/weakening-warnings.js';
import { type Manifest, manifestName } from '../../hotfix/manifest/manifest.js';
import { applyPackageStage, tryPackageStage } from '../../hotfix/stage/apply-package-stage.js';
import { readTaskSequenceEdit, type TaskSequenceEdit } from '../../hotfix/stage/edit-task-sequence.js';
import { isInClientSource } from '../../hotfix/stage/further-patches.js';
import type { PlannedPatch } from '../../hotfix/stage/line-patches.js';
import { isLooseSource } from '../../hotfix/stage/loose-patches.js';
import { type PackageStage, planPackageStage } from '../../hotfix/stage/plan-package-stage.js';
import { type StageCopy, type StagePlan, utilityName } from '../../hotfix/stage/plan-stage.js';
import { findRecordFolder, patchesRecordFolder, recordFolder } from '../../hotfix/stage/stage-record.js';
import { type StageFolders, stageTargets, undoFolders } from '../../hotfix/stage/stage-targets.js';
import { planUndo, undoStage } from '../../hotfix/stage/undo-stage.js';
import { downloadOf } from '../../hotfix/verify/download-of.js';
import { warningsAround } from '../../hotfix/verify/verify-package.js';
import { refuseChangedSource } from '../../package/changed-source.js';
import { NO_VERDICT, refuseUnknownFiles, warningsOf } from '../../package/not-searched.js';
import { judgePackage } from '../../package/signature/package-signatures.js';
import { failureAdvice } from '../../report/advice.js';
import { type Command, needed } from '../command.js';
import type { Context } from '../context.js';
import type { OptionsOf } from '../definition.js';
import type { stage as definition } from '../definitions/stage.js';
import { ExitStatus, errorJson, statusOf } from '../exit-status.js';
import { knownFiles } from '../known-files.js';
import { lineOptionsOf } from '../line-options.js';
import { manifestGiven, stagingManifestOf } from '../manifest-option.js';

import { quoted } from '../quoted.js';
import { areSignaturesDemanded, signatureJudge } from '../signature-judge.js';
import { signatureLines } from '../signature-lines.js';
import { withPackageOrFile } from '../single-file.js';
import { stageClientLine } from '../stage-client-line.js';
import { stageLoose } from '../stage-loose.js';
import { stagedLines } from '../staged-lines.js';
import { leftOutOf, taskSequenceLines } from '../task-sequence-lines.js';
import { taskSequenceJson, taskSequenceOption } from '../task-sequence-option.js';
import { verifyLines } from '../verify-table.js';

type Options = OptionsOf<typeof definition>;

export const stage: Command<typeof definition> = {
  async run(context, { package: packages }, options) {
    const recordOf = () => {
      if (options.record !== undefined) return options.record;
      const client = needed(options.clientSource, '--client-source DIR');
      const byDefault = isLoose(packages, options)
        ? patchesRecordFolder(client)
        : recordFolder(client, stagingManifestOf(options).kb);
      return findRecordFolder(client, byDefault);
    };
    if (options.undo) return undo(context, recordOf(), options);
    if (packages.length === 0) return stageClientLine(context, options);
    if (isLoose(packages, options)) return stageLoose(context, packages, options, recordOf());
    const manifest = stagingManifestOf(options);
    const record = recordOf();
    if (packages.length === 1) {
      const staged = await stageOne(context, packages[0]!, options, { manifest, record, several: false });
      context.answer(staged.document, staged.lines);
      return statusOfStage(staged.document);
    }
    if (options.taskSequence !== undefined) {
      throw new HotfixkitError('USAGE', '--task-sequence takes one package, whose patch is added');
    }
    return stageSeveral(context, packages, options, { manifest, record });
  },
};

/** Whether what is named are patches and folders of them, without an article that says what is in them. */
function isLoose(packages: readonly string[], options: Options): boolean {
  return !manifestGiven(options) && packages.every(isLooseSource);
}

/** One after the other into the same client source. */
async function stageSeveral(
  context: Context,
  paths: readonly string[],
  options: Options,
  run: { manifest: Manifest; record: string },
): Promise<number> {
  // A dry run writes nothing that the next package could find.
  const planned: PlannedPatch[] = [];
  const outcomes = await forEachPath(paths, (path) =>
    stageOne(context, path, options, { ...run, several: true, planned }),
  );
  const documents: object[] = [];
  const lines: string[] = [];
  let status: number = ExitStatus.done;
  for (const { path, result, error } of outcomes) {
    if (error === null) {
      documents.push({ package: path, ...result.document });
      lines.push(context.paint('bold', path), ...result.lines(), '');
      status = Math.max(status, statusOfStage(result.document));
    } else {
      documents.push({ package: path, ok: false, error: errorJson(error) });
      lines.push(context.paint('bold', path), context.paint('red', `not staged: ${error.message}`), '');
      status = Math.max(status, statusOf(error));
    }
  }
  context.answer({ ok: status === ExitStatus.done, packages: documents }, () => lines);
  return status;
}

async function stageOne(
  context: Context,
  path: string,
  options: Options,
  {
    manifest,
    record,
    several,
    planned = [],
  }: { manifest: Manifest; record: string; several: boolean; planned?: PlannedPatch[] },
) {
  const client = needed(options.clientSource, '--client-source DIR');
  const targets = stageTargets(foldersOf(options), manifest, several ? path : null);
  const taskSequence = taskSequenceOption(options);
  const line = lineOptionsOf(options);
  const dryRun = options.dryRun;
  const known = knownFiles(manifest);
  return withPackageOrFile(context, path, options, known, async (opened, single) => {
    const { content, name } = opened;
    refuseUnknownFiles(opened, NO_VERDICT);
    const progress = context.progress('Staging');
    const signal = context.signal ? { signal: context.signal } : {};
    const judge = signatureJudge(options);
    const staging = await planPackageStage(content, targets, {
      manifest,
      product: options.product ?? null,
      ...line,
      packageFile: content.kind === 'msi' ? name : null,
      isSingleFile: single !== null,
      download: downloadOf(opened, manifest),
      overwrite: options.overwrite === 'always',
      force: options.force,
      signed: areSignaturesDemanded(options),
      judge,
      around: judgePackage(opened, judge),
      utilityLog: options.utilityLog,
      createClientSource: options.createClientSource,
      plannedPatches: planned,
      record,
      onProgress: progress.update,
      ...signal,
    }).catch((error: unknown) => {
      progress.done();
      throw error;
    });
    const { verification } = staging;
    let { plan } = staging;
    const warnings = [...warningsAround(opened, manifest), ...staging.warnings];
    let edit: TaskSequenceEdit | null = null;
    try {
      refuseChangedSource(opened.source, path);
      // A task sequence that cannot be edited stops everything before anything is written.
      if (taskSequence && plan)
        edit = readTaskSequenceEdit(taskSequence.from, taskSequenceRequest(manifest, plan, options, client));
      if (dryRun) tryPackageStage(staging);
      else {
        const applied = await applyPackageStage(staging, {
          alsoWrite: edit && taskSequence ? [{ path: taskSequence.to, bytes: edit.bytes }] : [],
          flush: options.flush,
          ...signal,
        });
        plan = applied.plan;
        for (const one of applied.warnings) warnings.push(one);
      }
      if (dryRun && several && plan) planned.push(...plannedPatches(plan, staging.fileOf));
    } finally {
      staging.close();
      progress.done();
    }
    context.warn([...verification.warnings, ...warnings]);
    const files = (plan?.copies ?? []).map((copy) => ({
      path: join(folderOf(targets, copy.content), copy.to).replaceAll('\\', '/'),
      size: copy.size,
      sha256: copy.sha256,
      action: copy.action,
    }));
    const ok = verification.ok;
    const document = {
      ok,
      dryRun,
      staged: plan !== null,
      changed: files.some(({ action }) => action !== 'unchanged'),
      files,
      patchProperty: plan?.patchProperty ?? null,
      installationProperties: plan?.installationProperties ?? null,
      client: plan?.patchLine?.client ?? null,
      patches: plan?.patchLine?.patches ?? [],
      record: plan && !dryRun ? record : null,
      taskSequence: taskSequenceJson(edit, taskSequence),
    };
    const lines = (): string[] => {
      if (!plan) {
        return [
          ...verifyLines(context, verification),
          ...signatureLines(context, staging.signatures),
          '',
          'Nothing was staged: verification failed.',
          ...failureAdvice(verification, staging.signatures, manifest.kb, FORCE).map((text) => `  ${text}`),
        ];
      }
      const { match } = verification.counts;
      const all = [...warningsOf(opened), ...verification.warnings, ...warnings];
      const verified = all.some(isWeakening) ? 'Verified, with warnings' : 'Verified';
      const verdict = verification.ok ? verified : 'NOT VERIFIED';
      const { product } = verification.manifest;
      return [
        `${verdict}: ${manifestName(manifest)}${product === null ? '' : `, ${product}`}: ${plural(match, 'file')} ${match === 1 ? 'matches' : 'match'}`,
        ...signatureLines(context, staging.signatures),
        ...stagedLines(context, {
          plan,
          files,
          dryRun,
          undo: undoLine(options, manifest, client),
          taskSequence: edit && taskSequence ? taskSequenceLines(edit, taskSequence.to, dryRun) : [],
        }),
      ];
    };
    return {
      document: {
        ...document,
        next: plan?.next ?? [],
        verification,
        signatures: staging.signatures,
        warnings: [...warningsOf(opened), ...warnings],
      },
      lines,
    };
  });
}

/** The patches that a plan would put into the client source. */
function plannedPatches({ copies }: StagePlan, fileOf: PackageStage['fileOf']): PlannedPatch[] {
  return copies.flatMap(({ content, to, from, action }) =>
    content === 'client' && 'path' in from && action !== 'unchanged' && /\.msp$/i.test(to)
      ? [{ path: to, bytes: fileOf(from.path).bytes() }]
      : [],
  );
}

const FORCE = '--force stages the files as they are.';

/** If files are in the way, a dry run has the status of the run itself. */
function statusOfStage({
  ok,
  files,
}: {
  ok: boolean;
  files: readonly { action: StageCopy['action'] }[];
}): number {
  if (files.some(({ action }) => action === 'conflict')) return ExitStatus.environment;
  return ok ? ExitStatus.done : ExitStatus.differs;
}

/** The command to undo a run, with its folders. */
function undoLine(options: Options, manifest: Manifest, client: string): string {
  const words = [
    'hotfixkit stage --undo',
    ...(options.kb === undefined ? [] : [`--kb ${manifest.kb ?? options.kb}`]),
    `--client-source ${quoted(client)}`,
  ];
  for (const [key, flag] of [
    ['manifest', '--manifest'],
    ['utility', '--utility'],
    ['utilitySource', '--utility-source'],
    ['hotfixSource', '--hotfix-source'],
    ['record', '--record'],
  ] as const) {
    const value = options[key];
    if (value !== undefined) words.push(`${flag} ${quoted(value)}`);
  }
  return words.join(' ');
}

function taskSequenceRequest(manifest: Manifest, plan: StagePlan, options: Options, client: string) {
  const utility = manifest.facts?.utility;
  const { packageId, drive, clientPath, properties } = lineOptionsOf(options);
  return {
    patches: plan.patchFiles,
    leftOut: leftOutOf(plan.patchLine),
    packageId: packageId ?? null,
    ...(drive === undefined ? {} : { drive }),
    folder: clientPath ?? null,
    // A new one is merged into another, of which no more is known.
    ...(options.createClientSource ? {} : { isInClientSource: isInClientSource(client) }),
    properties: properties ?? {},
    utility: utility
      ? {
          name: utilityName(utility),
          program: options.utilityProgram ?? utilityName(utility),
          packageId: options.utilityPackageId ?? null,
        }
      : null,
    step: options.step ?? null,
  };
}

async function undo(context: Context, record: string, options: Options): Promise<number> {
  const dryRun = options.dryRun;
  const folders = foldersOf(options);
  const within = manifestGiven(options) ? undoFolders(folders, stagingManifestOf(options)) : [folders.client];
  const undone = dryRun ? null : await undoStage(record, within, { flush: options.flush });
  if (undone) context.warnBeside(undone.warnings);
  const plan = undone ?? planUndo(record, within);
  const changed = plan.steps.filter(({ action }) => action === 'changed').length;
  const outside = plan.steps.filter(({ action }) => action === 'outside').length;
  const files = plan.steps.map(({ path, action }) => ({ path: path.replaceAll('\\', '/'), action }));
  context.answer({ ok: changed + outside === 0, dryRun, files }, () => [
    ...context.table(
      [{ title: 'Action' }, { title: 'File' }],
      files.map(({ path, action }) => [action, path]),
    ),
    '',
    dryRun
      ? 'Nothing was taken back (--dry-run).'
      : changed + outside === 0
        ? 'The staged files were taken back.'
        : changed > 0
          ? 'Files that were changed since they were staged were left alone.'
          : 'Files outside the folders that were named were left alone.',
    ...(outside > 0
      ? ['If they were staged to another folder, name it: --utility-source DIR, --hotfix-source DIR.']
      : []),
  ]);
  return changed + outside === 0 ? ExitStatus.done : ExitStatus.differs;
}

function foldersOf(options: Options): StageFolders {
  return {
    client: needed(options.clientSource, '--client-source DIR'),
    utility: options.utilitySource,
    hotfix: options.hotfixSource,
  };
}

function folderOf(
  targets: { client: string; utility: string; hotfix?: string },
  content: StageCopy['content'],
): string {
  return targets[content] ?? '';
}
