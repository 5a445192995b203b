import { HotfixkitError } from '../core/errors.js';
import { PathTree } from '../core/path-tree.js';
import type { PackageFile } from './package-content.js';

/**
 * Throws `PATH_COLLISION` where a path is a file and, for another file, a folder: no disk holds both. Of several such files
 * the first that lies in one is named.
 */
export function refuseFilesAsFolders(files: readonly { file: PackageFile; path: string }[]): void {
  const tree = new PathTree<string>();
  const nodes = files.map(({ path }) => {
    let node = tree.root;
    for (const part of path.split('/')) node = tree.enter(node, part);
    node.file = path;
    return node;
  });
  if (!nodes.some((node) => node.isFolder)) return;
  for (const { file, path } of files) {
    let node = tree.root;
    for (const part of path.split('/').slice(0, -1)) {
      node = tree.enter(node, part);
      if (node.file === null) continue;
      throw new HotfixkitError('PATH_COLLISION', `${node.file} is both a file and a folder of this package`, {
        entry: file.key,
      });
    }
  }
}
