import { type ErrorCode, ErrorCodes, type ErrorFacts, HotfixkitError } from '../core/errors.js';

/** An error as it is sent from thread to thread. */
export interface ThreadFailure {
  kind: 'failed';
  message: string;
  code: string;
  facts: ErrorFacts;
  stack: string;
}

/** What is sent of an error; one that is not ours becomes `INTERNAL`. */
export function threadFailure(error: unknown): ThreadFailure {
  const known = error instanceof HotfixkitError ? error : null;
  return {
    kind: 'failed',
    message: error instanceof Error ? error.message : String(error),
    code: known?.code ?? 'INTERNAL',
    facts: known?.facts ?? {},
    stack: error instanceof Error ? (error.stack ?? '') : '',
  };
}

/** The error of another thread, with its stack. */
export function reviveFailure(failure: ThreadFailure): HotfixkitError {
  const code = (failure.code in ErrorCodes ? failure.code : 'INTERNAL') as ErrorCode;
  const error = new HotfixkitError(code, failure.message, failure.facts);
  error.stack = failure.stack;
  return error;
}
