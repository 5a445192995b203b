import { HotfixkitError } from './errors.js';

/** Throws `ABORTED` once `signal` has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new HotfixkitError('ABORTED', 'interrupted; nothing was changed');
}
