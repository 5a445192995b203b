import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HotfixkitError } from '../core/errors.js';
import { Folder } from './folder.js';
import { isWindowsPath, plainPath } from './windows-prefix.js';

/**
 * A path between quotation marks, to be typed on a command line. On Windows a backslash needs no escape, except right
 * before the last quotation mark.
 */
export function quotedPath(path: string, platform: string = process.platform): string {
  return platform === 'win32' ? `"${path.replace(/(?<!\\)\\+$/, '$&$&')}"` : JSON.stringify(path);
}

/**
 * Converts a path as typed for Windows to one of this system: `file:` URLs become paths, and `\` becomes `/` on other
 * systems, unless a file of that very name exists. On Windows only a needless `\\\\?\\` is taken away.
 */
export function localPath(text: string, platform: string = process.platform): string {
  if (/^file:\/\//i.test(text)) return plainPath(pathOfUrl(text, platform), platform);
  if (platform === 'win32') return plainPath(text, platform);
  if (!text.includes('\\') || isWindowsPath(text) || existsSync(text)) return text;
  return text.replaceAll('\\', '/');
}

function pathOfUrl(text: string, platform: string): string {
  try {
    return fileURLToPath(text, { windows: platform === 'win32' });
  } catch {
    return text;
  }
}

/**
 * {@link localPath} for a file that must exist. Where letter case matters, a file whose name differs only in case is
 * found too. Of `outer.exe!inner.msi` only the part before `!` is searched for.
 *
 * Throws `FILE_NOT_FOUND`, which says why, for a path of Windows on another system and for an address on the web.
 */
export function existingPath(text: string, platform: string = process.platform): string {
  if (/^https?:\/\//i.test(text)) {
    throw new HotfixkitError(
      'FILE_NOT_FOUND',
      'hotfixkit downloads nothing: fetch the file first, then give its path',
      {
        file: text,
      },
    );
  }
  const path = localPath(text, platform);
  if (platform === 'win32' || path === '' || existsSync(path)) return path;
  if (isWindowsPath(path)) {
    throw new HotfixkitError(
      'FILE_NOT_FOUND',
      'this is a Windows path, and this system is not Windows; give the path of the file on this system',
      { file: text },
    );
  }
  const end = path.indexOf('!');
  const outer = end < 0 ? path : path.slice(0, end);
  const found = findInAnyCase(outer);
  return found === null ? path : `${found}${end < 0 ? '' : path.slice(end)}`;
}

function findInAnyCase(path: string): string | null {
  const full = resolve(path);
  const base = isAbsolute(path) ? '/' : process.cwd();
  const below = relative(base, full);
  if (existsSync(full) || below === '' || below.startsWith('..')) return existsSync(full) ? path : null;
  const found = new Folder(base).find(below);
  return found === null ? null : resolve(base, found);
}
