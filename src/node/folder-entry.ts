import { type Dirent, lstatSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether an entry of a folder is a folder itself and no link. On Windows a listing calls every reparse point a link, also
 * folders of OneDrive; `lstat` looks at the tag and knows them apart.
 */
export function isFolderEntry(
  parent: string,
  entry: Pick<Dirent, 'name' | 'isDirectory' | 'isSymbolicLink'>,
): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return lstatSync(join(parent, entry.name), { throwIfNoEntry: false })?.isDirectory() ?? false;
}
