import { availableParallelism } from 'node:os';
import { type ExtractOptions, type ExtractPlan, planExtract } from '../extract/extract-plan.js';
import type { OpenedPackage } from '../opened-package.js';
import { type ApplyExtractOptions, applyExtract } from './extract.js';

export interface ExtractPackageOptions extends ExtractOptions, ApplyExtractOptions {}

/**
 * Writes the files of a package below `folder`, all or nothing, and returns what was written. Throws what
 * {@link planExtract} and {@link applyExtract} throw.
 *
 * @example
 * const { files } = await extractPackage(pkg, 'out', { only: ['*.exe'] });
 */
export async function extractPackage(
  pkg: OpenedPackage,
  folder: string,
  options: ExtractPackageOptions = {},
): Promise<ExtractPlan> {
  const plan = planExtract(pkg.content, options);
  const { location } = pkg;
  const warnings = await applyExtract(pkg.content, plan, folder, {
    location,
    threads: availableParallelism(),
    ...options,
  });
  return { ...plan, warnings: [...plan.warnings, ...warnings] };
}
