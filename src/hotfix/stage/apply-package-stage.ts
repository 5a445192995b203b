import { basename, dirname, resolve } from 'node:path';
import type { Warning } from '../../core/errors.js';
import { OutputTransaction } from '../../node/output-transaction.js';
import type { WriteOptions } from '../../package/node/write-options.js';
import { applyStage, targetOf } from './apply-stage.js';
import { diskContentFolder } from './disk-content-folder.js';
import type { PackageStage } from './plan-package-stage.js';
import { type StagePlan, updateStagePlan } from './plan-stage.js';
import { recordStage } from './record-stage.js';
import { refuseForeignRecordFolder } from './stage-record.js';

/** Options of {@link applyPackageStage}. */
export interface ApplyPackageStageOptions extends WriteOptions {
  /** Further files that take their places together with the run, such as an edited task sequence. */
  alsoWrite?: readonly { path: string; bytes: Uint8Array }[];
}

/**
 * Puts the client patch and the utility into their content folders, with the record, all or nothing. What has changed in
 * the folders since the plan was made is looked at again while nobody else can write there; the plan that is returned is
 * the one that was carried out. A stage without a plan is left alone.
 *
 * Throws `STAGE_CONFLICT` where another file is in the way, `FILE_CHANGED` where a file of the package is not the one any
 * more that was verified, and what decoding and the disk throw.
 */
export async function applyPackageStage(
  stage: PackageStage,
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
    // From here on nobody else writes there, and what killed runs left is gone.
    if (record !== null) refuseForeignRecordFolder(record);
    const plan = updateStagePlan(stage.plan, (content) => diskContentFolder(targetOf(targets, content)));
    const warnings = await applyStage(
      plan,
      (name) => ({ output: transaction.output(targetOf(targets, name)), below: '' }),
      stage.content,
      stage.fileOf,
      // What counts is what was verified, whatever the package's own tables say.
      { tolerant: true, ...options },
    );
    if (record !== null) {
      const made = transaction.outputs.filter(({ path }) => folders.some((one) => resolve(one) === path));
      recordStage(
        plan,
        targets,
        transaction.output(record),
        made.flatMap((output) => output.madeFolders()),
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
