import { HotfixkitError } from './errors.js';

/**
 * Checks what a caller without types passed as text, so that a mistake is one sentence and no error from inside.
 *
 * Throws `USAGE`.
 *
 * @param what what the text is, as a sentence names it: `the number of an article`
 */
export function givenText(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw notGiven(what, 'a string', value);
}

/** The error for a value of another type than a caller must pass. */
export function notGiven(what: string, expected: string, value: unknown): HotfixkitError {
  const found = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return new HotfixkitError('USAGE', `${what} must be ${expected}`, { expected, found });
}
