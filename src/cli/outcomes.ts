import { describeError, type HotfixkitError } from '../core/errors.js';
import type { PathOutcome } from '../core/for-each-path.js';
import { ExitStatus, statusOf } from './command.js';
import type { Context } from './context.js';

/** An error in a JSON document. `exitCode` is the exit status of a run that ends with this error. */
export function errorJson(error: HotfixkitError, exitCode: number = statusOf(error)): object {
  const { code, message, facts } = error;
  return { code, message, exitCode, ...facts };
}

/** The entry of a failed path in a JSON result. */
export function errorDocument(file: string, error: HotfixkitError): { file: string; error: object } {
  return { file, error: errorJson(error) };
}

/** The lines of a failed path for people. */
export function errorLines(context: Context, path: string, error: HotfixkitError): string[] {
  const text = describeError(error);
  return [context.paint('red', text.startsWith(path) ? text : `${path}: ${text}`)];
}

/** The exit status of a run over several paths: that of the worst. */
export function worstStatus(outcomes: readonly PathOutcome<unknown>[]): number {
  return outcomes.reduce<number>(
    (worst, { error }) => (error ? Math.max(worst, statusOf(error)) : worst),
    ExitStatus.done,
  );
}
