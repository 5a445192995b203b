import type { ErrorFacts } from '../../core/errors.js';

/** Names the cabinet in an error or warning, if it has a name. */
export function inCabinet(name: string): ErrorFacts {
  return name === '' ? {} : { stream: name };
}
