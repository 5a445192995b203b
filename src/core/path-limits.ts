import { HotfixkitError, shortened } from './errors.js';

/** Longest path from a package or container, in UTF-16 units. Only Windows supports longer ones. */
export const LONGEST_PATH = 4096;
/** Folders within each other, the file itself counted. Deeper nesting is an attack. */
export const DEEPEST_PATH = 500;
/**
 * Names of folders in all different folders of a package, each written in full: fifty thousand folders that are ten
 * deep. Large packages have some thousand folders.
 */
export const MOST_FOLDER_PARTS = 500_000;

/** Whether a path is usable as {@link checkPathLimits} sees it. */
export const isWithinPathLimits = (path: string): boolean =>
  path.length <= LONGEST_PATH && tooDeep(path) === null;

/** The names in a path that has too many of them; null for any other. Both `/` and `\` count as separators. */
function tooDeep(path: string): number | null {
  if (path.length < 2 * DEEPEST_PATH) return null;
  let depth = 1;
  for (let at = 0; at < path.length; at++) {
    const unit = path.charCodeAt(at);
    if (unit === 0x2f || unit === 0x5c) depth++;
  }
  return depth > DEEPEST_PATH ? depth : null;
}

/**
 * Refuses an unusable path before it is processed, because each later step may go through a path once for each of its
 * folders. Throws `PATH_UNSAFE`.
 */
export function checkPathLimits(path: string): void {
  if (path.length > LONGEST_PATH) {
    throw new HotfixkitError('PATH_UNSAFE', `a path is longer than ${LONGEST_PATH} characters`, {
      entry: shortened(path),
      expected: `at most ${LONGEST_PATH}`,
      found: path.length,
    });
  }
  const depth = tooDeep(path);
  if (depth === null) return;
  throw new HotfixkitError('PATH_UNSAFE', `a path has more than ${DEEPEST_PATH} folders`, {
    entry: shortened(path),
    expected: `${DEEPEST_PATH} at most`,
    found: depth,
  });
}
