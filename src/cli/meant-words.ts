import { mendTorn } from '../core/torn-words.js';
import { isMsiexecProgram } from '../installer/command-line/msiexec-program.js';
import { type CommandDefinition, longFlag, type Takes } from './definition.js';

/**
 * The words of a command line as they were meant.
 *
 * - `msiexec.exe`, with or without a folder, is the command `msiexec`, which reads its words by rules of its own.
 * - On Windows a backslash before a quotation mark makes it part of the word: `-o "C:\my out\" --quiet` arrives as the two
 *   words `-o` and `C:\my out" --quiet`.
 * - `/?` asks for help on Windows, where it can be no path.
 */
export function meantWords(
  argv: readonly string[],
  definitions: readonly CommandDefinition[],
  platform: string = process.platform,
): readonly string[] {
  const [command = '', ...others] = argv;
  if (isMsiexecProgram(command)) return ['msiexec', ...others];
  if (platform !== 'win32') return argv;
  const definition = definitions.find(({ name, alias }) => name === command || alias === command);
  const words = mended(argv, definition);
  return words.map((word, i) => (asksForHelp(words, i, definition) ? '--help' : word));
}

function asksForHelp(
  words: readonly string[],
  at: number,
  definition: CommandDefinition | undefined,
): boolean {
  if (words[at] !== '/?') return false;
  if (definition === undefined) return true;
  return !definition.passThrough && !valuesOf(definition).has(words[at - 1] ?? '');
}

/** The words without marks that were meant to close a quotation. */
function mended(argv: readonly string[], definition: CommandDefinition | undefined): readonly string[] {
  if (!argv.some((word) => word.includes('"'))) return argv;
  const words: string[] = [];
  for (let index = 0; index < argv.length; ) {
    const isKnown = definition !== undefined && takesPath(definition, words, argv[index]!);
    const torn = mendTorn(argv, index, isKnown);
    words.push(...(torn?.words ?? [argv[index]!]));
    index = torn?.next ?? index + 1;
  }
  return words;
}

/** Whether a path is expected where a word stands behind others. */
function takesPath(definition: CommandDefinition, words: readonly string[], next: string): boolean {
  if (definition.passThrough || words.length === 0) return false;
  const takes = valuesOf(definition);
  const before = words.slice(1);
  const ofOption = takes.get(before.at(-1) ?? '');
  if (ofOption !== undefined) return isPath(ofOption);
  if (next.startsWith('-')) return isPath(takes.get(next.slice(0, Math.max(0, next.indexOf('=')))));
  const place = before.filter((word, i) => !word.startsWith('-') && !takes.has(before[i - 1] ?? '')).length;
  const all = Object.values(definition.arguments);
  return isPath((all[place] ?? all.findLast(({ repeats }) => repeats))?.takes);
}

/** What the options of a command take, by their flags. */
function valuesOf({ options }: CommandDefinition): Map<string, Takes> {
  const takes = new Map<string, Takes>();
  for (const [name, option] of Object.entries(options)) {
    if (option.takes === undefined) continue;
    takes.set(longFlag(name), option.takes);
    if (option.short !== undefined) takes.set(`-${option.short}`, option.takes);
  }
  return takes;
}

function isPath(takes: Takes | undefined): boolean {
  return takes === 'file' || takes === 'folder';
}
