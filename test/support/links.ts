import { lstatSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes a link to a folder: a junction on Windows, which everybody may make there, a symbolic link elsewhere. To
 * programs of Node the two are the same.
 */
export function linkFolder(target: string, path: string): void {
  symlinkSync(target, path, 'junction');
}

/**
 * Whether links can be made here and are seen as links. Windows lets only some users link files; Wine makes no junctions,
 * and says that a link was made where none was. Tests about links are skipped then.
 */
function canLink(type: 'junction' | 'file'): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'hotfixkit-links-'));
  try {
    symlinkSync(folder, join(folder, 'link'), type);
    return lstatSync(join(folder, 'link')).isSymbolicLink();
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const canLinkFolders = canLink('junction');
export const canLinkFiles = canLink('file');
