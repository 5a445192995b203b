import { HotfixkitError } from '../core/errors.js';
import { isMsiexecProgram } from '../installer/command-line/msiexec-program.js';

/**
 * The words of a command line as they were meant.
 *
 * - `msiexec.exe`, with or without a folder, is the command `msiexec`.
 * - On Windows a backslash before a quotation mark makes it part of the word: `-o "C:\my out\" --quiet` arrives as the two
 *   words `-o` and `C:\my out" --quiet`. No path can have a quotation mark in it, so such a word is split again if it is the
 *   last one. If other words follow, they were torn apart too, and the error says what to type.
 *
 * Throws `USAGE`. `msiexec` splits its words by rules of its own.
 */
export function meantWords(argv: readonly string[], platform: string = process.platform): readonly string[] {
  const [command = '', ...others] = argv;
  if (isMsiexecProgram(command)) return ['msiexec', ...others];
  if (platform !== 'win32') return argv;
  const at = argv.findIndex(isTornPath);
  if (at < 0) return argv;
  const word = argv[at]!;
  const quote = word.indexOf('"');
  const path = word.slice(0, quote);
  const rest = word.slice(quote + 1);
  if (at === argv.length - 1 && !rest.includes('"') && /^(?:\s|$)/.test(rest)) {
    return [...argv.slice(0, at), `${path}\\`, ...rest.split(/\s+/).filter((one) => one !== '')];
  }
  throw new HotfixkitError(
    'USAGE',
    `the backslash before the quotation mark after ${path} made Windows join words; leave that backslash out or type two`,
    { found: word },
  );
}

/** Whether a word is a path of Windows, or an option with one, as far as the first quotation mark in it. */
function isTornPath(word: string): boolean {
  const quote = word.indexOf('"');
  if (quote < 0) return false;
  const path = word.slice(0, quote);
  return path.includes('\\') || /^(?:--?[\w-]+=)?[A-Za-z]:/.test(path);
}
