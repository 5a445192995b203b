import type { JournalStep } from './journal.js';
import { removeEmptyFolder } from './remove.js';
import type { TargetTree } from './target-tree.js';

/** Removes the folders that are to go, the deepest first, as far as nothing is in them. */
export function removeEmptyFolders(steps: readonly JournalStep[], trees: readonly TargetTree[]): void {
  const going = steps.filter(({ step }) => step === 'remove-folder');
  going.sort((a, b) => b.path.split('/').length - a.path.split('/').length);
  for (const { root, path } of going) {
    try {
      const folder = trees[root]!.folder(path);
      if (folder.parent && !folder.isPlanned)
        removeEmptyFolder(trees[root]!.path(folder.parent, folder.name));
    } catch {
      // A folder that is something else by now is none of ours.
    }
  }
}
