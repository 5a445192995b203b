import { addFacts, HotfixkitError } from '../../core/errors.js';
import { openPackage } from '../../package/open-package.js';
import type { OpenPackageOptions } from '../../package/opened-package.js';
import { type StagePackageOptions, type StagePackageResult, stagePackage } from './stage-package.js';
import { type StageFolders, stageTargets } from './stage-targets.js';

export interface StagePackagesOptions extends StagePackageOptions {
  /** How to open the packages: password, limits. */
  open?: OpenPackageOptions;
}

/** What became of one package of several. */
export type PackageOutcome<Result> =
  | { path: string; result: Result; error: null }
  | { path: string; result: null; error: HotfixkitError };

/**
 * Stages several packages, like those for two service packs, one after the other into the same client source. Each is
 * staged whole or not at all, and one that fails does not keep the others from it.
 *
 * Throws for options that no package can be staged with, and `INTERRUPTED`.
 *
 * @example
 * const outcomes = await stagePackages(['SP1.msi', 'SP2.msi'], { client: 'Client' }, { manifest });
 */
export async function stagePackages(
  paths: readonly string[],
  folders: StageFolders,
  options: StagePackagesOptions,
): Promise<PackageOutcome<StagePackageResult>[]> {
  return forEachPackage(paths, async (path) => {
    const opened = openPackage(path, options.open);
    try {
      const targets = stageTargets(folders, options.manifest, paths.length > 1 ? path : null);
      const packageFile = opened.content.kind === 'msi' ? opened.name : null;
      return await stagePackage(opened.content, targets, { packageFile, ...options });
    } catch (error) {
      throw addFacts(error, { file: path });
    } finally {
      opened.close();
    }
  });
}

/** Goes through packages one by one; an error of one is its outcome, unless it is about all of them. */
export async function forEachPackage<Result>(
  paths: readonly string[],
  body: (path: string) => Promise<Result>,
): Promise<PackageOutcome<Result>[]> {
  const outcomes: PackageOutcome<Result>[] = [];
  for (const path of paths) {
    try {
      outcomes.push({ path, result: await body(path), error: null });
    } catch (error) {
      if (!(error instanceof HotfixkitError) || error.code === 'INTERRUPTED' || error.kind === 'usage')
        throw error;
      outcomes.push({ path, result: null, error });
    }
  }
  return outcomes;
}
