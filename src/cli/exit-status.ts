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

/** What a run ends with that was aborted. */
const aborted: readonly number[] = [4, 1602];

/**
 * The exit status of a run that ended with `status`, where its output was lost with `closed`: 0 if the reader went, as of
 * `| head`, 4 if writing failed; null if it was not lost. A reader that goes takes the rest of the output, not the verdict.
 */
export function statusWithoutReader(status: number, closed: number | null): number {
  if (closed === null) return status;
  return closed === 0 && !aborted.includes(status) ? status : closed;
}
