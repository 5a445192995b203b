import { ErrorCodes, type HotfixkitError } from '../core/errors.js';

/** Exit status of the contract. */
export const ExitStatus = { done: 0, differs: 1, usage: 2, input: 3, environment: 4, bug: 70 } as const;

/** The exit status for the kind of an error. */
export function statusOf(error: HotfixkitError): number {
  switch (ErrorCodes[error.code]) {
    case 'usage':
      return ExitStatus.usage;
    case 'input':
      return ExitStatus.input;
    case 'environment':
      return ExitStatus.environment;
    case 'bug':
      return ExitStatus.bug;
  }
}

/** An error in a JSON document. `exitCode` is the exit status of a run that ends with this error. */
export function errorJson(error: HotfixkitError, exitCode: number = statusOf(error)): object {
  const { code, message, facts } = error;
  return { code, message, exitCode, ...facts };
}
