import { describeError, type HotfixkitError, type Warning } from '../core/errors.js';
import type { PathOutcome } from '../core/for-each-path.js';
import type { Context } from './context.js';
import { ExitStatus, errorJson, statusOf } from './exit-status.js';

/** The entry of a failed path in a JSON result. */
export function errorDocument(file: string, error: HotfixkitError): { file: string; error: object } {
  return { file, error: errorJson(error) };
}

/** The entry `error` beside the answer about a file that ends too early. */
export function damageJson(damage: Warning): object {
  return { ...damage, exitCode: ExitStatus.input };
}

/** The lines of a failed path for people. */
export function errorLines(context: Context, path: string, error: HotfixkitError): string[] {
  const text = describeError(error);
  return [context.paint('red', text.startsWith(path) ? text : `${path}: ${text}`)];
}

/** The exit status of a run over several paths: that of the worst. */
export function worstStatus(outcomes: readonly Pick<PathOutcome<unknown>, 'error'>[]): number {
  return outcomes.reduce<number>(
    (worst, { error }) => (error ? Math.max(worst, statusOf(error)) : worst),
    ExitStatus.done,
  );
}
