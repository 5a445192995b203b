import picomatch from 'picomatch';
import { HotfixkitError, type Warning } from './errors.js';
import { LinearPattern } from './linear-pattern.js';
import { meantPath } from './nearest-path.js';

/** Longest pattern, in characters. */
const LONGEST_PATTERN = 1000;
/** Most steps that the platform's engine may take for one path; for patterns with more, the linear one is used. */
const STEPS = 100_000;

/**
 * Whether a path (`/` between the parts) fits one of the patterns. Letter case does not matter; `*` stays within a
 * folder, `**` crosses them; a pattern without a separator matches the name in any folder.
 * An empty list of patterns matches everything.
 *
 * The time for one path is bounded whatever the pattern. Throws `USAGE` for a pattern that is too large.
 */
export function pathFilter(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => true;
  const matchers = patterns.map((pattern) => {
    const normal = pattern.replace(/\\/g, '/').replace(/^\.?\//, '');
    const fits = globMatcher(normal);
    if (normal.includes('/')) return fits;
    return (path: string): boolean => fits(path.slice(path.lastIndexOf('/') + 1));
  });
  return (path) => matchers.some((matches) => matches(path));
}

/**
 * A warning for each pattern that fits none of the paths, where others do: what was asked for by it is not in the answer.
 * `paths` has all names under which a file may be asked for, `others` those that were probably meant.
 */
export function unmatchedPatterns(
  patterns: readonly string[],
  paths: readonly string[],
  others: readonly string[] = paths,
): Warning[] {
  if (patterns.length < 2) return [];
  return [...new Set(patterns)]
    .filter((pattern) => !paths.some(pathFilter([pattern])))
    .map((pattern) => ({
      code: 'PACKAGE_NO_FILE',
      message: `no file matches ${pattern}${meantPath([pattern], others)}`,
      expected: pattern,
    }));
}

/** Whether one of the warnings is of {@link unmatchedPatterns}: not all that was asked for is in the answer. */
export function leavesUnmatched(patterns: readonly string[], warnings: readonly Warning[]): boolean {
  return warnings.some(
    ({ code, expected }) => code === 'PACKAGE_NO_FILE' && patterns.includes(String(expected)),
  );
}

/**
 * picomatch translates a pattern to a regular expression. For some of them, the platform's engine takes time
 * exponential in the number of wildcards; those are matched by the linear engine.
 */
function globMatcher(pattern: string): (path: string) => boolean {
  if (pattern.length > LONGEST_PATTERN) throw tooLarge(pattern);
  if (pattern === '') return () => false;
  const expression = picomatch.makeRe(pattern, { nocase: true, dot: true, windows: false });
  const plain = pattern.toLowerCase();
  const most = worstCase(pattern);
  let linear: LinearPattern | null = null;
  return (path) => {
    if (path === '') return false;
    // A name may have brackets in it.
    if (path.length === plain.length && path.toLowerCase() === plain) return true;
    if (most(path) <= STEPS) return expression.test(path);
    linear ??= linearPattern(expression.source, pattern);
    return linear.test(path);
  };
}

/**
 * How many steps a backtracking engine takes for a path at worst: each wildcard multiplies by the places where it may end
 * (within a name, `**` within the path), each group by its alternatives.
 */
function worstCase(pattern: string): (path: string) => number {
  // A group that repeats, or that is an expression of its own.
  if (/[*+]\(|\)[*+?{]|\(\?/.test(pattern)) return () => Number.POSITIVE_INFINITY;
  const count = (expression: RegExp): number => pattern.match(expression)?.length ?? 0;
  const inPath = count(/\*\*+/g) + count(/!/g);
  const inName = count(/\*+|\+/g) - count(/\*\*+/g);
  const ways = (count(/[,|]/g) + 1) ** count(/[({]/g);
  if (inPath + inName === 0) return () => ways;
  return (path) => {
    const longest = path.split('/').reduce((most, name) => Math.max(most, name.length), 1);
    return path.length ** inPath * longest ** inName * ways;
  };
}

function linearPattern(source: string, pattern: string): LinearPattern {
  try {
    return new LinearPattern(source, { lookahead: true });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(pattern);
    if (!(error instanceof SyntaxError)) throw error;
    throw new HotfixkitError('USAGE', 'this pattern cannot be used: it has back references or lookaround', {
      found: pattern,
    });
  }
}

function tooLarge(pattern: string): HotfixkitError {
  return new HotfixkitError('USAGE', 'this pattern is too large', { found: `${pattern.slice(0, 100)}…` });
}
