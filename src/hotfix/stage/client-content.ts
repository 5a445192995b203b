import { HotfixkitError, type Warning } from '../../core/errors.js';
import { isSameName } from '../../core/name-key.js';
import { safePath } from '../../core/safe-path.js';

/** The files of a content folder. Paths are relative, with `/`. */
export interface ContentFolder {
  /** Names in a folder (`''` is the content folder itself); null if there is no such folder. */
  list(folder: string): readonly string[] | null;
  /** An existing file; null if there is none. */
  existing(path: string): ExistingFile | null;
}

/** An existing file where one is staged. */
export interface ExistingFile {
  size: number;
  /** Lower-case hexadecimal. */
  sha256: string;
}

/**
 * The path of `name` below `folder`, in the letter case of existing folders. To Windows `I386\Hotfix` and `i386\hotfix`
 * are one folder, so on a disk that distinguishes them the existing folder is used. Where several spellings exist, the
 * exact one wins, then the first in the alphabet.
 *
 * Throws `STAGE_BAD_NAME` for a name that is not one plain part of a path.
 */
export function targetPath(content: Pick<ContentFolder, 'list'>, folder: string, name: string): string {
  const parts = folder.split('/').filter((part) => part !== '');
  let path = '';
  for (const part of [...parts, name]) {
    if (part === '' || part === '.' || /[\\/]/.test(part) || safePath(part).path !== part) {
      throw new HotfixkitError('STAGE_BAD_NAME', 'this name cannot be staged under Windows', { entry: part });
    }
    const there = content.list(path) ?? [];
    const spelt = there.includes(part) ? part : there.filter((other) => isSameName(other, part)).sort()[0];
    path += `${path === '' ? '' : '/'}${spelt ?? part}`;
  }
  return path;
}

/** Diagnostics of a folder that was given as the client installation files; empty where it looks like them or is new. */
export function checkClientSource(content: Pick<ContentFolder, 'list'>): Warning[] {
  const root = content.list('')?.map((name) => name.toLowerCase()) ?? [];
  if (root.length === 0 || root.includes('ccmsetup.exe') || root.includes('i386')) return [];
  const isBelow = root.some((name) => name === 'client.msi' || name === 'hotfix');
  return [
    {
      code: 'STAGE_CLIENT_SOURCE',
      message: isBelow
        ? 'this looks like the i386 folder of the client installation files; give the folder above it'
        : 'this does not look like the client installation files: neither ccmsetup.exe nor i386 is in it',
    },
  ];
}

/**
 * Throws `STAGE_CLIENT_SOURCE`, saying what to type, where a folder cannot be the client installation files: it holds no
 * `i386`.
 *
 * @param advice what else can be done, in brackets
 */
export function needClientSource(
  content: Pick<ContentFolder, 'list'>,
  label: string,
  advice = ' (--create-client-source makes a new one)',
): void {
  const root = content.list('');
  const names = root?.map((name) => name.toLowerCase()) ?? [];
  if (names.includes('i386')) return;
  const above = names.some((name) => name === 'client.msi' || name === 'hotfix');
  const what =
    root === null
      ? 'there is no such folder'
      : above
        ? 'this looks like the i386 folder itself; give the folder above it'
        : 'this folder holds no i386; give the folder of the client installation files that does, such as <ConfigMgr>\\Client';
  throw new HotfixkitError('STAGE_CLIENT_SOURCE', `${what}${advice}`, { file: label });
}
