import { resolve } from 'node:path';
import type { OutputFolder } from '../node/output-folder.js';
import { openPackage } from '../package/open-package.js';
import type { OpenedFolder, OpenPackageOptions, PackageOnDisk } from '../package/opened-package.js';
import { type ApplyPrepareOptions, applyTo, beginPrepare, type PrepareResult } from './apply-prepare.js';
import { type PlanPrepareOptions, planWith } from './plan-prepare.js';

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
    return await prepareOpened(opened, folder, options);
  } finally {
    opened.close();
  }
}

/**
 * {@link prepare} for an open package. Each file is decoded, written and hashed once: into the staging area of the output,
 * where it is verified before it takes its place.
 */
export async function prepareOpened(
  opened: PackageOnDisk | OpenedFolder,
  folder: string,
  options: Omit<PrepareOptions, 'open'>,
): Promise<PrepareResult> {
  let output: OutputFolder | null = null;
  // Nothing is made on the disk before what is given has been found to be sound.
  const begin = async (): Promise<OutputFolder> => {
    output ??= await beginPrepare(resolve(folder), options);
    return output;
  };
  try {
    const plan = await planWith(opened, folder, options, { options, begin });
    try {
      return await applyTo(await begin(), plan, options);
    } finally {
      plan.close();
    }
  } catch (error) {
    // After the commit there is nothing left to undo.
    throw (output as OutputFolder | null)?.failed(error) ?? error;
  }
}
