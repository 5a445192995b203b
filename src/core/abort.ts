import { HotfixkitError } from './errors.js';

/** Throws `INTERRUPTED` once `signal` has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new HotfixkitError('INTERRUPTED', 'interrupted; nothing was changed');
}
