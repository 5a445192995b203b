import { type ErrorCode, type ErrorFacts, HotfixkitError, type Warning } from './errors.js';

/** What a specification forbids and real files contain: a tolerant reader notes it, a strict one refuses it. */
export class Diagnostics {
  readonly warnings: Warning[] = [];
  readonly strict: boolean;

  constructor(strict: boolean) {
    this.strict = strict;
  }

  report(code: ErrorCode, message: string, facts: ErrorFacts = {}): void {
    if (this.strict) throw new HotfixkitError(code, message, facts);
    this.warnings.push({ code, message, ...facts });
  }
}
