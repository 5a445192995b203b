import { HotfixkitError } from './errors.js';

/** What became of one of several paths. */
export type PathOutcome<Result> =
  | { path: string; result: Result; error: null }
  | { path: string; result: null; error: HotfixkitError };

/**
 * Works on paths one by one. An error of one is its outcome, and the others go on; `usage` errors and `ABORTED` concern
 * all paths and are thrown, as are errors of other classes.
 */
export async function forEachPath<Result>(
  paths: readonly string[],
  body: (path: string) => Result | Promise<Result>,
): Promise<PathOutcome<Result>[]> {
  const outcomes: PathOutcome<Result>[] = [];
  for (const path of paths) {
    try {
      outcomes.push({ path, result: await body(path), error: null });
    } catch (error) {
      if (!(error instanceof HotfixkitError) || error.code === 'ABORTED' || error.kind === 'usage')
        throw error;
      outcomes.push({ path, result: null, error });
    }
  }
  return outcomes;
}
