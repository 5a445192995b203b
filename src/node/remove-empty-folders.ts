import type { JournalStep } from './journal.js';
import { removeEmptyFolder } from './remove.js';
import type { TargetTree } from './target-tree.js';

/** Removes the folders that steps name, the deepest first, where they are empty. */
export function removeEmptyFolders(steps: readonly JournalStep[], trees: readonly TargetTree[]): void {
  const going = steps.filter(({ step }) => step === 'remove-folder');
  going.sort((a, b) => b.path.split('/').length - a.path.split('/').length);
  for (const { root, path } of going) {
    try {
      const folder = trees[root]!.folder(path);
      if (folder.parent && !folder.isPlanned)
        removeEmptyFolder(trees[root]!.path(folder.parent, folder.name));
    } catch {
      // Something other than a folder has taken its place.
    }
  }
}
