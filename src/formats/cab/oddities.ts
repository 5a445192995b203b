import { type ErrorCode, type ErrorFacts, HotfixkitError, type Warning } from '../../core/errors.js';

/** Collects what a tolerant reader lets pass; a strict one throws the same instead. */
export class Oddities {
  readonly warnings: Warning[] = [];
  readonly #strict: boolean;

  constructor(strict: boolean) {
    this.#strict = strict;
  }

  report(code: ErrorCode, message: string, facts: ErrorFacts = {}): void {
    if (this.#strict) throw new HotfixkitError(code, message, facts);
    this.warnings.push({ code, message, ...facts });
  }
}

/** Names the cabinet in an error or warning, if it has a name. */
export function inCabinet(name: string): ErrorFacts {
  return name === '' ? {} : { stream: name };
}
