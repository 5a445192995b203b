import { isTrimmedOnWindows } from './reachable-path.js';

/** `\\?\C:` and `\\?\UNC\`, which turn off the rules of Windows for names. */
const verbatim = /^[\\/]{2}\?[\\/](?:(UNC)[\\/]+(?=[^\\/])|(?=[A-Za-z]:(?:[\\/]|$)))/i;

/**
 * A path without `\\?\` or `\\?\UNC\` in front. Node itself puts that in front of every path, so both spellings lead to one
 * file. It cannot do so with a root: of `\\?\C:\` it makes `\\?\C:`, which is no folder but the disk as a device.
 */
export function withoutVerbatim(path: string, platform: string = process.platform): string {
  const found = platform === 'win32' ? verbatim.exec(path) : null;
  if (!found) return path;
  const rest = path.slice(found[0].length);
  if (found[1] !== undefined) return `\\\\${rest}`;
  return rest.length === 2 ? `${rest}\\` : rest;
}

/**
 * {@link withoutVerbatim} for a path that somebody typed. The prefix stays where it asks for a name that Windows would
 * read differently without it.
 */
export function plainPath(path: string, platform: string = process.platform): string {
  const plain = withoutVerbatim(path, platform);
  return plain !== path && isTrimmedOnWindows(plain) ? path : plain;
}
