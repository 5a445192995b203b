import { availableParallelism } from 'node:os';
import { type ExtractOptions, type ExtractPlan, planExtract } from '../extract/extract-plan.js';
import { refuseUnknownFiles } from '../not-searched.js';
import type { OpenedPackage } from '../opened-package.js';
import { type ApplyExtractOptions, applyExtract } from './extract.js';

/** Options of {@link extractPackage}: which files, where they go, and how they are written. */
export interface ExtractPackageOptions extends ExtractOptions, ApplyExtractOptions {}

/**
 * Writes the files of a package below `folder`, all or nothing, and returns what was written. Each file is checked against
 * the size and hash that the package states. {@link planExtract} and {@link applyExtract} are the two halves of this.
 *
 * @throws `FILE_EXISTS` where a file exists and `overwrite` is not `always`; `PATH_COLLISION` where two files have one path
 * and `onConflict` is `fail`; `PACKAGE_FILE_SIZE`, `PACKAGE_FILE_HASH`, and what decoding and the disk throw.
 * @example
 * import { extractPackage, openPackage } from 'hotfixkit';
 *
 * const pkg = openPackage('SCCM2007-SP2-KB977203-ENU.msi');
 * const { files } = await extractPackage(pkg, 'extracted', { only: ['*.exe'] });
 * for (const { path } of files) console.log(path);
 * pkg.close();
 */
export async function extractPackage(
  pkg: OpenedPackage,
  folder: string,
  options: ExtractPackageOptions = {},
): Promise<ExtractPlan> {
  if ((options.only ?? []).length === 0) {
    refuseUnknownFiles(pkg, 'download it again, or name the files to take with `only`');
  }
  const plan = planExtract(pkg.content, options);
  const { location } = pkg;
  const warnings = await applyExtract(pkg.content, plan, folder, {
    location,
    threads: availableParallelism(),
    ...options,
  });
  return { ...plan, warnings: [...plan.warnings, ...warnings] };
}
