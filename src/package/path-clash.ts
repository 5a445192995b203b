import { HotfixkitError } from '../errors.js';
import { pathKey } from '../fs/safe-path.js';
import type { PackageFile } from './package-content.js';

/** Throws `PATH_COLLISION` where a path is a file and, for another file, a folder: no disk holds both. */
export function refuseFilesAsFolders(files: readonly { file: PackageFile; path: string }[]): void {
  const keys = new Map(files.map((planned) => [pathKey(planned.path), planned]));
  const folders = new Set<string>();
  for (const { file, path } of files) {
    for (let at = path.lastIndexOf('/'); at >= 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      // Whoever has been seen has had its parents looked at as well.
      if (folders.has(folder)) break;
      folders.add(folder);
      const clash = keys.get(pathKey(folder));
      if (clash) {
        throw new HotfixkitError(
          'PATH_COLLISION',
          `${clash.path} is both a file and a folder of this package`,
          { entry: file.key },
        );
      }
      if (at === 0) break;
    }
  }
}
