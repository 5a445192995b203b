import { HotfixkitError } from '../core/errors.js';

/** The format of an answer on standard output. Throws `USAGE` where `--json` and `--format` contradict each other. */
export function chosenFormat<Format extends string>(
  json: boolean,
  format: Format | undefined,
): Format | 'json' | 'text' {
  if (json && format !== undefined && format !== 'json') {
    throw new HotfixkitError(
      'USAGE',
      `--json and --format ${format} contradict each other; give one of them`,
    );
  }
  return format ?? (json ? 'json' : 'text');
}
