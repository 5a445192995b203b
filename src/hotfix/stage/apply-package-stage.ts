import { basename, dirname, resolve } from 'node:path';
import type { Warning } from '../../core/errors.js';
import { OutputTransaction } from '../../node/output-transaction.js';
import { refuseTargets } from '../../node/refuse-targets.js';
import type { WriteOptions } from '../../package/node/write-options.js';
import type { PackageContent } from '../../package/package-content.js';
import { applyStage, contents, targetOf } from './apply-stage.js';
import { diskContentFolder } from './disk-content-folder.js';
import type { PackageStage } from './plan-package-stage.js';
import { hasConflicts, type StagePlan, updateStagePlan } from './plan-stage.js';
import { recordStage } from './record-stage.js';
import { refuseForeignRecordFolder } from './stage-record.js';

/** Options of {@link applyPackageStage}. */
export interface ApplyPackageStageOptions extends WriteOptions {
  /** Further files that are written together with the run, such as an edited task sequence. */
  alsoWrite?: readonly { path: string; bytes: Uint8Array }[];
}

/** What is needed of a stage to apply it: a plan that takes all bytes with it needs no package. */
export type StageToApply = Pick<PackageStage, 'plan' | 'targets' | 'record' | 'signatures' | 'fileOf'> & {
  content: PackageContent | null;
};

/**
 * Puts the client patch and the utility into their content folders, with the record, all or nothing. The folders are
 * examined again while no other run can write there, because they may have changed since the plan was made. The plan
 * that is returned is the one that was applied. A stage without a plan does nothing.
 *
 * Throws `STAGE_CONFLICT` where another file is in the way, `FILE_CHANGED` where a file of the package is not the one any
 * more that was verified, and what decoding and the disk throw.
 */
export async function applyPackageStage(
  stage: StageToApply,
  options: ApplyPackageStageOptions = {},
): Promise<{ plan: StagePlan | null; warnings: Warning[] }> {
  if (stage.plan === null) return { plan: null, warnings: [] };
  const { targets, record } = stage;
  const { client, utility, hotfix } = targets;
  const also = options.alsoWrite ?? [];
  const folders = [client, utility, ...(hotfix === undefined ? [] : [hotfix])];
  const transaction = await OutputTransaction.begin(
    [...folders, ...(record === null ? [] : [record]), ...also.map(({ path }) => dirname(resolve(path)))],
    { flush: options.flush ?? 'always', signal: options.signal },
  );
  try {
    // From here on no other run writes there, and leftovers of killed runs are recovered.
    if (record !== null) refuseForeignRecordFolder(record);
    const plan = updateStagePlan(stage.plan, (content) => diskContentFolder(targetOf(targets, content)));
    const warnings = await applyStage(
      plan,
      (name) => ({ output: transaction.output(targetOf(targets, name)), below: '' }),
      stage.content,
      stage.fileOf,
      // The verification decides, not the package's own tables.
      { tolerant: true, ...options },
    );
    if (record !== null) {
      const named = [...folders, record].map((one) => transaction.output(one));
      const made = transaction.outputs.filter((output) => named.includes(output));
      recordStage(
        plan,
        targets,
        transaction.output(record),
        made.flatMap((output) => output.madeFolders()),
        stage.signatures,
        new Date(),
      );
    }
    for (const { path, bytes } of also)
      transaction.output(dirname(resolve(path))).writeFile(basename(resolve(path)), bytes);
    warnings.push(...(await transaction.commit()));
    return { plan, warnings };
  } catch (error) {
    throw transaction.failed(error);
  }
}

/**
 * Throws what {@link applyPackageStage} would throw because of what lies in its folders, for a dry run: `FILE_WRITE`, `PATH_LINK`.
 * Conflicts are in the plan.
 */
export function tryPackageStage({ plan, targets }: Pick<StageToApply, 'plan' | 'targets'>): void {
  if (plan === null || hasConflicts(plan)) return;
  for (const content of contents) {
    const copies = plan.copies.filter((copy) => copy.content === content);
    if (copies.length === 0) continue;
    refuseTargets(
      targetOf(targets, content),
      copies.map(({ to }) => to),
    );
  }
}
