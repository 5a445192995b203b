import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasLeftovers } from './leftovers.js';
import { lookAt } from './plan-steps.js';
import { TargetTree } from './target-tree.js';
import { refuseUnwritable } from './writable-path.js';

/**
 * Refuses what a run that writes these files would refuse when it puts them in place, for runs that write nothing: an output
 * folder that may not be written, links, and files and folders in the way of each other. The paths are relative and safe. What
 * a killed run left in the folder is taken back when the next run begins, so such a folder is not looked into. Throws
 * `PATH_LINK`, `PATH_UNREACHABLE` and `FILE_WRITE`.
 */
export function refuseTargets(folder: string, paths: Iterable<string>): void {
  refuseUnwritable(join(folder, 'file'));
  if (!existsSync(folder) || hasLeftovers(folder)) return;
  const tree = new TargetTree(folder);
  try {
    for (const path of paths) {
      const target = tree.find(path);
      if (!target.isNew)
        lookAt(tree.path(target.folder, target.name), tree.label(target.folder, target.name));
    }
  } finally {
    tree.close();
  }
}
