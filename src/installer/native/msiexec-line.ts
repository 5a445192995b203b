import { isDeepStrictEqual } from 'node:util';
import { mendTorn } from '../../core/torn-words.js';
import {
  argumentWords,
  type CommandWord,
  isPropertyName,
  readAssignment,
} from '../command-line/command-words.js';
import {
  parseMsiexecArguments,
  parseMsiexecCommandLine,
  readSwitchAt,
  wholeCommandLine,
} from '../command-line/msiexec-command-line.js';
import { isMsiexecProgram } from '../command-line/msiexec-program.js';
import { refuse } from '../command-line/msiexec-refusals.js';
import { type MsiexecSwitch, readSwitch } from '../command-line/msiexec-switches.js';

/** Characters that end a word, open quotes or continue the line if they are not quoted. */
const needsQuotes = /[\s\u200b"\u201c-\u201f^]/;

/**
 * The command line for the msiexec of Windows that says what `argv` says, without the program itself.
 *
 * msiexec does not use the C runtime for its command line: it has a parser of its own. A backslash quotes nothing, a quote inside
 * quotes is doubled, and of `PROPERTY=value` only the value is quoted (win32 docs, Msi/command-line-options). So each
 * argument is read as {@link parseMsiexecArguments} reads it and written anew: whatever is in it, it stays one argument.
 * A line that came whole as the only argument stays as it is.
 *
 * Throws `MSIEXEC_COMMAND_LINE` for arguments that such a line cannot hold, or that would be read differently there.
 */
export function msiexecLine(argv: readonly string[]): string {
  refuseUnspeakable(argv);
  const whole = wholeCommandLine(argv);
  if (whole === null) refuseTorn(argv);
  const line = whole === null ? lineOfWords(argumentWords(argv)) : withoutProgram(whole);
  if (!isDeepStrictEqual(meaningOf(parseMsiexecCommandLine(line)), meaningOf(parseMsiexecArguments(argv)))) {
    throw refuse('msiexec would read these arguments differently', line, 'one value for each argument');
  }
  return line;
}

/** Throws `MSIEXEC_COMMAND_LINE` for characters that no argument of a program can have. */
export function refuseUnspeakable(argv: readonly string[]): void {
  for (const argument of argv) {
    if (argument.includes('\0')) throw refuse('an argument has a NUL in it', argument, 'text');
    if (/\p{Surrogate}/u.test(argument)) throw refuse('an argument is not valid Unicode', argument, 'text');
  }
}

/** Throws `MSIEXEC_COMMAND_LINE` for a quote in a path by which one argument would become several, or several one. */
function refuseTorn(argv: readonly string[]): void {
  argv.forEach((argument, index) => {
    const mended = mendTorn(argv, index);
    if (mended === null || (mended.words.length === 1 && mended.next === index + 1)) return;
    throw refuse(
      'an argument has a quote in the middle: if a path ends with a backslash, Windows takes the quote after it as part of the path',
      argument,
      'a path without a backslash at its end, or with two',
    );
  });
}

function meaningOf({ warnings: _, ...command }: ReturnType<typeof parseMsiexecArguments>): object {
  return command;
}

function withoutProgram(line: string): string {
  return line
    .trim()
    .replace(/^(?:"[^"]*"|\S+)/, (word) => (isMsiexecProgram(word.replaceAll('"', '')) ? '' : word))
    .trim();
}

function lineOfWords(words: readonly CommandWord[]): string {
  const parts: string[] = [];
  let index = words.length > 0 && isMsiexecProgram(words[0]!.text) ? 1 : 0;
  while (index < words.length) {
    const word = words[index]!;
    const found = readSwitchAt(words, index);
    if (found) {
      const text = found.next - index === 2 ? `/${words[index + 1]!.text}` : word.text;
      parts.push(...switchWords(text, found.option));
      index = found.next;
      if (found.option.takes !== null && found.option.attached === null && index < words.length) {
        parts.push(quoteName(words[index]!));
        index++;
      }
      continue;
    }
    const assignment = readAssignment(words, index, (text) => readSwitch(text) !== null);
    if (assignment && isPropertyName(assignment.name)) {
      parts.push(`${assignment.name}=${quoteValue(assignment.value)}`);
      index = assignment.next;
    } else {
      // An empty argument, such as from a variable that is not set, is left out.
      if (word.text !== '') parts.push(quoteName(word));
      index++;
    }
  }
  return parts.join(' ');
}

/**
 * A switch with a prefix and with hyphens that msiexec knows; a package that follows without a blank is separated where it has
 * blanks itself.
 */
function switchWords(typed: string, { name, letters, attached }: MsiexecSwitch): string[] {
  const text = name === 'ui' ? `/q${letters}` : typed.replace(/^[^/-]/, '/');
  if (attached === null || !needsQuotes.test(attached)) return [text];
  return [text.slice(0, text.length - attached.length), quoteName({ text: attached, quoted: true })];
}

/** The name of a file, or a product code in its place. */
function quoteName({ text, quoted }: Pick<CommandWord, 'text' | 'quoted'>): string {
  if (text.includes('"')) throw refuse('a quote cannot be part of a name', text, 'a name without quotes');
  return quoted || text === '' || needsQuotes.test(text) || text.includes('=') ? `"${text}"` : text;
}

function quoteValue(value: string): string {
  return value === '' || needsQuotes.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
