import { HotfixkitError } from '../../src/core/errors.js';

/** The coded error that `body` ends in; anything else that it throws goes on, and not throwing is an error too. */
export function caught(body: () => unknown): HotfixkitError {
  try {
    body();
  } catch (error) {
    if (error instanceof HotfixkitError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** {@link caught} for what takes its time. */
export async function caughtLater(body: () => Promise<unknown>): Promise<HotfixkitError> {
  try {
    await body();
  } catch (error) {
    if (error instanceof HotfixkitError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
