import { type ErrorCode, type ErrorFacts, HotfixkitError, type Warning } from './errors.js';

/**
 * Collects deviations from a specification that real files contain. A tolerant reader adds a warning, a strict one
 * throws.
 */
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
