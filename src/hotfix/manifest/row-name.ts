import { nameKey } from '../../core/name-key.js';
/** The last part of the name of a row: articles also write `%windir%\system32\x.dll` and `i386\x.dll`. */
export function fileNameOfRow(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('/')) + 1) || name;
}

/**
 * The folders before the name of a row, in upper case, that a tree of files may have: no drive, no variable, and
 * nothing before `..`, which stands for folders that are left out.
 */
export function foldersOfRow(name: string): string[] {
  const folders = nameKey(name).split(/[\\/]/).slice(0, -1);
  const from = folders.findLastIndex((folder) => /^\.+$/.test(folder)) + 1;
  return folders.slice(from).filter((folder) => folder !== '' && !/:|^%.*%$/.test(folder));
}
