import { openPackage } from '../package/open-package.js';
import type { OpenPackageOptions } from '../package/opened-package.js';
import { type ApplyPrepareOptions, applyPrepare, type PrepareResult } from './apply-prepare.js';
import { type PlanPrepareOptions, planPrepare } from './plan-prepare.js';

export interface PrepareOptions
  extends PlanPrepareOptions,
    Omit<ApplyPrepareOptions, keyof PlanPrepareOptions> {
  /** How to open what is given: password, limits. */
  open?: OpenPackageOptions;
}

/**
 * The whole way: opens the package, makes the administrative image in `image/`, verifies it, stages into
 * `content/client` and `content/<utility>`, writes `report.json`, `report.md` and `report.html`. All of it takes its
 * place together, or nothing does; what is verified and staged are the very files that the image gets.
 *
 * Where verification fails nothing is staged unless forced; the report says so. The same in two steps: `planPrepare`,
 * `applyPrepare`. Throws what each step throws.
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
