import { HotfixkitError } from '../core/errors.js';
import { isHeld } from '../node/disk-error.js';

/**
 * The error of a command that would have written files, which says so where another program held a file: a failed command
 * leaves everything as it was.
 */
export function withNothingChanged(
  error: HotfixkitError,
  platform: string = process.platform,
): HotfixkitError {
  if (!isHeld(error, platform)) return error;
  const { code, message, facts, cause, stack } = error;
  const known = new HotfixkitError(code, `${message}; nothing was changed`, facts, { cause });
  if (stack !== undefined) known.stack = stack;
  return known;
}
