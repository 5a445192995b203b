import { mendTorn } from '../core/torn-words.js';
import { isMsiexecProgram } from '../installer/command-line/msiexec-program.js';

/**
 * The words of a command line as they were meant.
 *
 * - `msiexec.exe`, with or without a folder, is the command `msiexec`, which reads its words by rules of its own.
 * - On Windows a backslash before a quotation mark makes it part of the word: `-o "C:\my out\" --quiet` arrives as the two
 *   words `-o` and `C:\my out" --quiet`.
 */
export function meantWords(argv: readonly string[], platform: string = process.platform): readonly string[] {
  const [command = '', ...others] = argv;
  if (isMsiexecProgram(command)) return ['msiexec', ...others];
  if (platform !== 'win32' || !argv.some((word) => word.includes('"'))) return argv;
  const words: string[] = [];
  for (let index = 0; index < argv.length; ) {
    const mended = mendTorn(argv, index);
    words.push(...(mended?.words ?? [argv[index]!]));
    index = mended?.next ?? index + 1;
  }
  return words;
}
