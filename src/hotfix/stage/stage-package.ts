import type { Warning } from '../../core/errors.js';
import type { Package } from '../../package/package.js';
import type { VerifyResult } from '../verify/verify-files.js';
import { type ApplyPackageStageOptions, applyPackageStage } from './apply-package-stage.js';
import type { StageTargets } from './apply-stage.js';
import { type PlanPackageStageOptions, planPackageStage } from './plan-package-stage.js';
import type { StagePlan } from './plan-stage.js';

export interface StagePackageOptions
  extends PlanPackageStageOptions,
    Omit<ApplyPackageStageOptions, keyof PlanPackageStageOptions> {}

export interface StagePackageResult {
  verification: VerifyResult;
  /** Null where verification failed and staging was not forced. */
  plan: StagePlan | null;
  warnings: Warning[];
}

/**
 * Verifies the files of a package or folder against a manifest and, if they hold, puts the client patch and the utility
 * into their content folders, all or nothing: {@link planPackageStage}, then {@link applyPackageStage}. Throws `STAGE_*` and
 * what verifying, decoding and the disk throw.
 */
export async function stagePackage(
  content: Package,
  targets: StageTargets,
  options: StagePackageOptions,
): Promise<StagePackageResult> {
  const stage = await planPackageStage(content, targets, options);
  try {
    const { verification } = stage;
    const { plan, warnings } = await applyPackageStage(stage, options);
    return { verification, plan, warnings: [...stage.warnings, ...warnings] };
  } finally {
    stage.close();
  }
}
