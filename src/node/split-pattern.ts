export interface SplitPattern {
  /** The folder to search, with `/` between the parts. */
  base: string;
  /** What to search for below it; null for a path without a wildcard. */
  pattern: string | null;
}

/**
 * Splits a pattern into the folder before the first wildcard and the rest. The `?` of `\\?\` is none, and `C:` alone
 * would be the current folder of that drive.
 */
export function splitPattern(given: string, platform: string = process.platform): SplitPattern {
  const text = given.replaceAll('\\', '/');
  const front = platform === 'win32' ? (/^(?:\/\/[?.]\/)?(?:[A-Za-z]:(?:\/|$))?/.exec(text)?.[0] ?? '') : '';
  const parts = text.slice(front.length).split('/');
  const first = parts.findIndex((part) => /[*?[\]{}]/.test(part));
  if (first < 0) return { base: given, pattern: null };
  const base = front + parts.slice(0, first).join('/');
  return { base: base === '' ? (first > 0 ? '/' : '.') : base, pattern: parts.slice(first).join('/') };
}
