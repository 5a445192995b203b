import type { Warning } from '../core/errors.js';

/** The warning that files may be missing from an answer: symbolic links were met and not followed. */
export function linksNotFollowed(count: number, folder: string): Warning[] {
  if (count === 0) return [];
  const message =
    count === 1 ? 'a symbolic link was not followed' : `${count} symbolic links were not followed`;
  return [{ code: 'PATH_LINK', message, file: folder, found: count }];
}
