import { frontOf } from './windows-prefix.js';

export interface SplitPattern {
  /** The folder to search, with `/` between the parts. */
  base: string;
  /** What to search for below it; null for a path without a wildcard. */
  pattern: string | null;
}

/**
 * Splits a pattern into the folder before the first wildcard and the rest. What is in front of a path on Windows (`\\?\`) has
 * none, and `C:` alone would be the current folder of that drive.
 */
export function splitPattern(given: string, platform: string = process.platform): SplitPattern {
  const text = given.replaceAll('\\', '/');
  const start = frontOf(text, platform);
  const front = start !== '' && text[start.length] === '/' ? `${start}/` : start;
  const parts = text.slice(front.length).split('/');
  const first = parts.findIndex((part) => /[*?[\]{}]/.test(part));
  if (first < 0) return { base: given, pattern: null };
  const base = front + parts.slice(0, first).join('/');
  return { base: base === '' ? (first > 0 ? '/' : '.') : base, pattern: parts.slice(first).join('/') };
}
