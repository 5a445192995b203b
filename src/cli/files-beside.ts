import { dirname, join } from 'node:path';
import { HotfixkitError } from '../core/errors.js';
import { describePackage } from '../hotfix/describe/describe-package.js';
import { DiskSourceFolder } from '../package/node/disk-source-folder.js';
import { openPackage } from '../package/open-package.js';

/** A file in the folder of a package that belongs to it. */
export interface FileBeside {
  /** As the package names it: from its folder, `/` between the parts. */
  path: string;
  /** Where it is. */
  file: string;
  /** Bytes. */
  size: number;
  modified: Date | null;
}

/** The cabinets and loose files beside a package, those behind links left out. Empty for what cannot be opened. */
export function filesBeside(path: string): FileBeside[] {
  const folder = new DiskSourceFolder(dirname(path));
  return namesBeside(path).flatMap((name) => {
    const found = folder.find(name);
    if (!found || found === 'link') return [];
    const { size, modified } = found;
    return [{ path: name, file: join(folder.path, folder.nameOnDisk(name) ?? name), size, modified }];
  });
}

function namesBeside(path: string): string[] {
  try {
    const opened = openPackage(path);
    try {
      const { cabinets } = describePackage(opened);
      const names = cabinets.flatMap(({ name, present, embedded }) => (present && !embedded ? [name] : []));
      const { content } = opened;
      if (content.kind === 'msi') {
        for (const { cabinet, sourcePath } of content.files) {
          if (cabinet === null && sourcePath !== null) names.push(sourcePath);
        }
      }
      return [...new Set(names.map((name) => name.replaceAll('\\', '/')))];
    } finally {
      opened.close();
    }
  } catch (error) {
    // The page says what is wrong with it.
    if (error instanceof HotfixkitError) return [];
    throw error;
  }
}
