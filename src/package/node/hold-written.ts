import type { OutputFolder } from '../../node/output-folder.js';
import { WrittenSource } from '../../node/written-source.js';
import type { PackageContent, PackageFile } from '../package-content.js';
import { type Held, HeldPackage } from './held-package.js';
import { writeFiles } from './write-files.js';
import type { WriteItem, WriteOptions } from './write-options.js';

/**
 * Writes files of a package into the staging area of an output, where they are read from then on: so they are decoded,
 * written and hashed once. They are part of the output when it is committed; until then it keeps them.
 *
 * Throws as {@link writeFiles} does.
 */
export async function holdWritten(
  content: PackageContent,
  items: readonly WriteItem[],
  output: OutputFolder,
  options: WriteOptions = {},
): Promise<HeldPackage> {
  const held = new Map<PackageFile, Held>();
  const paths = new Map<PackageFile, string>();
  const warnings = await writeFiles(content, items, output, {
    ...options,
    onWritten: ({ file, staged, label, digests }) => {
      held.set(file, { open: () => new WrittenSource(staged, digests), end: {} });
      paths.set(file, label);
    },
  });
  return new HeldPackage(content, held, { paths, warnings });
}
