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
  // Each folder is checked once, not once per file.
  const folders = new Map<string, PathNode<string>>([['', tree.root]]);
  const nodes = files.map(({ path }) => {
    const at = path.lastIndexOf('/') + 1;
    const above = path.slice(0, at);
    let folder = folders.get(above);
    if (folder === undefined) {
      folder = tree.root;
      for (const part of above.slice(0, -1).split('/')) folder = tree.enter(folder, part);
      folders.set(above, folder);
    }
    const node = tree.enter(folder, path.slice(at));
    node.file = path;
    return node;
  });
  if (!nodes.some((node) => node.isFolder)) return;
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
