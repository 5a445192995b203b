import { HotfixkitError } from '../core/errors.js';
import { type PathNode, PathTree } from '../core/path-tree.js';
import type { PackageContent, PackageFile } from './package-content.js';

/**
 * Throws `PATH_COLLISION` if a path is a file and, for another file, a folder, because no disk holds both. The error
 * names the first such file.
 *
 * @param advice what to do about it
 */
export function refuseFilesAsFolders(
  files: readonly { file: PackageFile; path: string }[],
  advice = '',
): void {
  if (!files.some(({ path }) => path.includes('/'))) return;
  const tree = new PathTree<string>();
  // Each folder is entered once, not once per file, and no file is: a package may have 100,000.
  const folders = new Map<string, PathNode<string>>([['', tree.root]]);
  for (const { path } of files) {
    const above = path.slice(0, path.lastIndexOf('/') + 1);
    if (folders.has(above)) continue;
    let folder = tree.root;
    for (const part of above.slice(0, -1).split('/')) folder = tree.enter(folder, part);
    folders.set(above, folder);
  }
  let isClash = false;
  for (const { path } of files) {
    const at = path.lastIndexOf('/') + 1;
    const node = tree.find(folders.get(path.slice(0, at))!, path.slice(at));
    if (!node) continue;
    node.file = path;
    isClash = true;
  }
  if (!isClash) return;
  const checked = new Set<string>();
  for (const { file, path } of files) {
    const above = path.slice(0, path.lastIndexOf('/') + 1);
    if (above === '' || checked.has(above)) continue;
    checked.add(above);
    let node = tree.root;
    for (const part of above.slice(0, -1).split('/')) {
      node = tree.enter(node, part);
      if (node.file === null) continue;
      throw new HotfixkitError(
        'PATH_COLLISION',
        `${node.file} is both a file and a folder of this package, that of ${path}${advice}`,
        { entry: file.key },
      );
    }
  }
}

/** What to do about a file that has the name of a folder. */
export function clashAdvice({ kind }: PackageContent): string {
  return kind === 'cab'
    ? '; --rename-unsafe numbers the file, --layout flat writes all files into one folder'
    : '; --layout flat writes all files into one folder';
}
