import type { Warning } from '../../core/errors.js';
import type { Package } from '../../package/package.js';
import type { PackageSignature } from '../../package/signature/package-signatures.js';
import type { VerifyResult } from '../verify/verify-files.js';
import { type ApplyPackageStageOptions, applyPackageStage } from './apply-package-stage.js';
import type { StageTargets } from './apply-stage.js';
import { type PlanPackageStageOptions, planPackageStage } from './plan-package-stage.js';
import type { StagePlan } from './plan-stage.js';

/** Options of {@link stagePackage}. `manifest` is needed, all others may be left out. */
export interface StagePackageOptions
  extends PlanPackageStageOptions,
    Omit<ApplyPackageStageOptions, keyof PlanPackageStageOptions> {}

/** What {@link stagePackage} did. */
export interface StagePackageResult {
  verification: VerifyResult;
  /** Null where verification failed and staging was not forced. */
  plan: StagePlan | null;
  warnings: Warning[];
  /** Those of the files to stage, after those in `around`. */
  signatures: PackageSignature[];
}

/**
 * Verifies the files of a package or folder against a manifest. If they match, writes the client patch and the utility to
 * their content folders, all or nothing. `record` names a folder for the record that {@link undoStage} needs.
 * `planPackageStage` and `applyPackageStage` of `hotfixkit/stage` do the same in two steps.
 *
 * @throws `STAGE_*`, and what verifying, decoding and the disk throw.
 * @example
 * import { manifestFromCatalogue, openPackage, stagePackage } from 'hotfixkit';
 *
 * const pkg = openPackage('SCCM2007-SP2-KB977203-ENU.msi');
 * const { plan } = await stagePackage(
 *   pkg.content,
 *   { client: 'Client', utility: 'CCMCertFix' },
 *   { manifest: manifestFromCatalogue('977203'), createClientSource: true, record: 'staging-record' },
 * );
 * console.log(plan?.patchProperty);
 * pkg.close();
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
    const { signatures } = stage;
    return { verification, plan, warnings: [...stage.warnings, ...warnings], signatures };
  } finally {
    stage.close();
  }
}
