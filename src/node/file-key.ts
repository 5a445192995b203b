import { posix, win32 } from 'node:path';
import { pathKey } from '../core/safe-path.js';
import { withoutPrefix } from './windows-prefix.js';

/**
 * A text that is equal for all spellings of a path. On Windows letter case does not count, `/` and `\` both separate, and
 * `\\?\` may stand in front. Links are not followed.
 */
export function fileKey(path: string, platform: string = process.platform): string {
  if (platform !== 'win32') return posix.resolve(path);
  return pathKey(win32.resolve(withoutPrefix(path, platform)));
}

/**
 * The way from a folder to a path that is in it, with `/`; empty for the folder itself, null for any other path. Both are
 * absolute.
 */
export function wayBelow(folder: string, path: string, platform: string = process.platform): string | null {
  const { isAbsolute, relative, resolve } = platform === 'win32' ? win32 : posix;
  const [from, to] = [withoutPrefix(folder, platform), withoutPrefix(path, platform)];
  if (!isAbsolute(to)) return null;
  const way = relative(from, resolve(to));
  if (isAbsolute(way) || way.split(/[\\/]/)[0] === '..') return null;
  return platform === 'win32' ? way.replaceAll('\\', '/') : way;
}
