import type { Warning } from '../../core/errors.js';
import type { OutputFolder } from '../../node/output-folder.js';
import type { PackageContent } from '../package-content.js';
import type { HeldPackage } from './held-package.js';
import { writeFiles } from './write-files.js';
import type { WriteItem, WriteOptions } from './write-options.js';

/**
 * {@link writeFiles} for a package of which some files are held: those are copied unless they are written there already,
 * the others decoded, by several threads if that is faster.
 */
export async function writeHeldFiles(
  content: PackageContent,
  held: HeldPackage,
  items: readonly WriteItem[],
  output: OutputFolder,
  options: WriteOptions = {},
): Promise<Warning[]> {
  const missing = items.filter(({ file, path }) => held.writtenPathOf(file) !== path);
  const here = missing.filter(({ file }) => held.holds(file));
  const rest = missing.filter(({ file }) => !held.holds(file));
  const copies = here.map((item) => ({ ...item, file: held.fileOf(item.file) }));
  const warnings = [...held.writeWarnings];
  if (copies.length > 0)
    warnings.push(...(await writeFiles(held, copies, output, { ...options, location: null })));
  if (rest.length > 0) warnings.push(...(await writeFiles(content, rest, output, options)));
  return warnings;
}
