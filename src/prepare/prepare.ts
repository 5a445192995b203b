import { openPackage } from '../package/open-package.js';
import type { OpenPackageOptions } from '../package/opened-package.js';
import { type ApplyPrepareOptions, applyPrepare, type PrepareResult } from './apply-prepare.js';
import { type PlanPrepareOptions, planPrepare } from './plan-prepare.js';

/** Options of {@link prepare}. `manifest` is needed, all others may be left out. */
export interface PrepareOptions
  extends PlanPrepareOptions,
    Omit<ApplyPrepareOptions, keyof PlanPrepareOptions> {
  /** How to open what is given: password, limits. */
  open?: OpenPackageOptions;
}

/**
 * Does everything in one run: opens the package, writes the administrative image to `image/`, verifies it, stages to
 * `content/client` and `content/<utility>`, and writes `report.json`, `report.md` and `report.html`. All files take their
 * places together, or none. What is verified and staged are the files of the image.
 *
 * If verification fails, nothing is staged unless `force` is set; the report says so. `planPrepare` and `applyPrepare` of
 * `hotfixkit/stage` do the same in two steps.
 *
 * @throws What each step throws. Nothing remains in `folder` then.
 * @example
 * import { manifestFromCatalogue, prepare } from 'hotfixkit';
 *
 * const { report } = await prepare('SCCM2007-SP2-KB977203-ENU.msi', 'prepared', {
 *   manifest: manifestFromCatalogue('977203'),
 *   packageId: 'ABC00001',
 * });
 * console.log(report.verdict.status, report.verdict.headline);
 */
export async function prepare(path: string, folder: string, options: PrepareOptions): Promise<PrepareResult> {
  const opened = openPackage(path, options.open);
  try {
    const plan = await planPrepare(opened, folder, options);
    try {
      return await applyPrepare(plan, options);
    } finally {
      plan.close();
    }
  } finally {
    opened.close();
  }
}
