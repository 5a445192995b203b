import { closeSync, constants, lstatSync, openSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { withPatience } from './busy.js';
import { canAnchor, DESCRIPTORS } from './target-tree.js';

/** Removes a folder with all that is in it; a link in it is removed and not followed. Throws what the disk throws. */
export function removeTree(path: string): void {
  // A link is removed itself: a folder that came with a download may look like that of a run.
  if (!lstatSync(path).isDirectory()) {
    unlinkSync(path);
    return;
  }
  if (!canAnchor) removeMembers(path);
  else {
    const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
    const descriptor = openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    try {
      removeMembers(`${DESCRIPTORS}/${descriptor}`);
    } finally {
      closeSync(descriptor);
    }
  }
  withPatience(() => rmdirSync(path));
}

function removeMembers(folder: string): void {
  for (const entry of readdirSync(`${folder}/`, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) removeTree(path);
    else withPatience(() => unlinkSync(path));
  }
}
