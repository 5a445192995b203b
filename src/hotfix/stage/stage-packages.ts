import { addFacts } from '../../core/errors.js';
import { forEachPath, type PathOutcome } from '../../core/for-each-path.js';
import { microsoftJudge } from '../../package/node/microsoft-judge.js';
import { NO_VERDICT, refuseUnknownFiles, warningsOf } from '../../package/not-searched.js';
import { openPackage } from '../../package/open-package.js';
import type { OpenPackageOptions } from '../../package/opened-package.js';
import { judgePackage } from '../../package/signature/package-signatures.js';
import { downloadOf } from '../verify/download-of.js';
import { warningsAround } from '../verify/verify-package.js';
import { type StagePackageOptions, type StagePackageResult, stagePackage } from './stage-package.js';
import { type StageFolders, stageTargets } from './stage-targets.js';

/** Options of {@link stagePackages}. `manifest` is needed, all others may be left out. */
export interface StagePackagesOptions extends StagePackageOptions {
  /** How to open the packages: password, limits. */
  open?: OpenPackageOptions;
}

/**
 * Stages several packages, such as those for two service packs, one after the other into the same client source. Each is
 * staged completely or not at all. An error of one package is its outcome; the others are staged.
 *
 * @throws `ABORTED`, and errors in the options, which concern all packages.
 * @example
 * import { manifestFromCatalogue, stagePackages } from 'hotfixkit';
 *
 * const outcomes = await stagePackages(
 *   ['SCCM2007-SP1-KB977203-ENU.msi', 'SCCM2007-SP2-KB977203-ENU.msi'],
 *   { client: 'Client' },
 *   { manifest: manifestFromCatalogue('977203'), createClientSource: true },
 * );
 * for (const { path, error } of outcomes) console.log(path, error?.code ?? 'staged');
 */
export async function stagePackages(
  paths: readonly string[],
  folders: StageFolders,
  options: StagePackagesOptions,
): Promise<PathOutcome<StagePackageResult>[]> {
  return forEachPath(paths, async (path) => {
    const opened = openPackage(path, options.open);
    try {
      refuseUnknownFiles(opened, NO_VERDICT);
      const targets = stageTargets(folders, options.manifest, paths.length > 1 ? path : null);
      const packageFile = opened.content.kind === 'msi' ? opened.name : null;
      const judge = options.judge ?? microsoftJudge();
      const around = judgePackage(opened, judge);
      const download = downloadOf(opened, options.manifest);
      const given = { packageFile, download, around, ...options, judge };
      const result = await stagePackage(opened.content, targets, given);
      const warnings = [
        ...warningsOf(opened),
        ...warningsAround(opened, options.manifest),
        ...result.warnings,
      ];
      return { ...result, warnings };
    } catch (error) {
      throw addFacts(error, { file: path });
    } finally {
      opened.close();
    }
  });
}
