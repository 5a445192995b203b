import type { Database } from '../../msi/database.js';
import type { DirectoryPaths } from '../../package/install/directories.js';
import { joinPath } from '../../package/install/directories.js';
import { parseFileName } from '../../package/install/file-name.js';

/**
 * Folders after custom actions 35 moved some of them, with everything below. `moved` has the new place of each,
 * relative to the target folder, by Directory key.
 */
export function redirectFolders(
  database: Database,
  directories: ReadonlyMap<string, DirectoryPaths>,
  moved: ReadonlyMap<string, string>,
): ReadonlyMap<string, DirectoryPaths> {
  if (moved.size === 0) return directories;
  const parents = new Map(database.rows('Directory').map((row) => [row.Directory, row.Directory_Parent]));
  const result = new Map(directories);
  for (const [key, paths] of directories) {
    const above = movedAncestor(key, parents, moved);
    if (above === null) continue;
    const old = directories.get(above)!;
    const place = moved.get(above)!;
    result.set(key, {
      ...paths,
      sourceLong: joinPath(place, below(old.sourceLong, paths.sourceLong)),
      sourceShort: joinPath(place, below(old.sourceShort, paths.sourceShort)),
    });
  }
  return result;
}

function movedAncestor(
  key: string,
  parents: ReadonlyMap<string, string | null>,
  moved: ReadonlyMap<string, string>,
): string | null {
  const seen = new Set<string>();
  for (let at: string | null | undefined = key; at && !seen.has(at); at = parents.get(at)) {
    if (moved.has(at)) return at;
    seen.add(at);
  }
  return null;
}

/** What of `path` lies below `folder`. */
function below(folder: string, path: string): string {
  if (folder === '') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : '';
}

/** The path of a file in its folder, by its name in the File table. */
export function pathInFolder(folder: DirectoryPaths, fileName: string, shortNames: boolean): string {
  const name = parseFileName(fileName);
  return shortNames ? joinPath(folder.sourceShort, name.short) : joinPath(folder.sourceLong, name.long);
}
