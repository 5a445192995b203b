import { type ErrorCode, HotfixkitError } from '../../core/errors.js';
import { mendTorn } from '../../core/torn-words.js';

/**
 * One word of a command line, its quotes removed.
 *
 * A word that holds a `=` outside quotes is also seen as `name` `=` `value`; `name` is empty if the word begins with
 * the sign (`targetdir =Path`); `open` means that nothing follows the sign (`TARGETDIR= Path`).
 */
export interface CommandWord {
  text: string;
  /** The word begins with a quote, so it is not a switch. */
  quoted: boolean;
  /** Counted from 1: characters of a line, or arguments of a list. */
  position: number;
  assignment: { name: string; value: string; open: boolean } | null;
}

/** Names that Windows Installer accepts for properties (Identifier data type). */
const identifier = /^[A-Za-z_][A-Za-z0-9_.]*$/;

/** `NAME =` at the front of a word that came whole: quoted in the line, or as one argument of a list. */
const namePart = /^([A-Za-z_][A-Za-z0-9_.]*)?\s*=\s*/;

// JavaScript does not count a zero-width space as white space, but documents contain them.
const blank = /[\s\u200b]/;

/** Typographic quotes of word processors. Each opens a quoted text like `"`; a typed `"` is closed only by `"`. */
const typographicQuotes = '\u201c\u201d\u201e\u201f';

/** Most arguments that one quoted text may have been split into. */
const JOIN_LIMIT = 64;

const isQuote = (char: string): boolean => char === '"' || typographicQuotes.includes(char);

export function isPropertyName(text: string): boolean {
  return identifier.test(text);
}

/**
 * Splits a line at its blanks, as msiexec does and not as a C program would: quotes may open anywhere in a word and
 * are dropped, a doubled quote inside quotes is one quote, and a backslash is never an escape, so that
 * `TARGETDIR="C:\dir\"` ends where it seems to. Non-breaking spaces, typographic quotes and the caret with which cmd
 * continues a line are read for what they mean, since command lines are pasted from documents.
 *
 * Throws `code` where a quote is not closed.
 */
export function splitCommandWords(line: string, code: ErrorCode = 'MSIEXEC_COMMAND_LINE'): CommandWord[] {
  const words: CommandWord[] = [];
  let at = 0;
  while (at < line.length) {
    if (blank.test(line[at]!)) at++;
    else if (line[at] === '^' && /^\^\r?\n/.test(line.slice(at, at + 3))) at++;
    else at = readWord(line, at, words, code);
  }
  return words;
}

function readWord(line: string, start: number, words: CommandWord[], code: ErrorCode): number {
  const parts: string[] = [];
  let length = 0;
  let equals = -1;
  let open = false;
  let at = start;
  while (at < line.length && !blank.test(line[at]!)) {
    const char = line[at]!;
    if (isQuote(char)) {
      const { text, end } = readQuoted(line, at, code);
      parts.push(text);
      length += text.length;
      open = false;
      at = end;
      continue;
    }
    if (char === '=' && equals < 0) {
      equals = length;
      open = true;
    } else open = false;
    parts.push(char);
    length++;
    at++;
  }
  const text = parts.join('');
  const quoted = isQuote(line[start]!);
  const assignment =
    equals >= 0
      ? { name: text.slice(0, equals), value: text.slice(equals + 1), open }
      : quoted
        ? wholeAssignment(text)
        : null;
  words.push({ text, quoted, position: start + 1, assignment });
  return at;
}

function readQuoted(line: string, start: number, code: ErrorCode): { text: string; end: number } {
  const closes = line[start] === '"' ? (char: string) => char === '"' : isQuote;
  const parts: string[] = [];
  let from = start + 1;
  for (let at = from; at < line.length; at++) {
    if (!closes(line[at]!)) continue;
    parts.push(line.slice(from, at));
    if (at + 1 < line.length && closes(line[at + 1]!)) {
      parts.push('"');
      at++;
      from = at + 1;
    } else return { text: parts.join(''), end: at + 1 };
  }
  throw new HotfixkitError(code, `the quote that opens at column ${start + 1} is never closed`, {
    found: shorten(line.slice(start)),
    expected: 'a closing quote; write "" for a quote inside quotes',
  });
}

/**
 * Arguments that a shell has split already. The shell has taken its own quotes away; those that are left count only
 * where they wrap a whole argument or a whole value, anything else is part of the text.
 */
export function argumentWords(argv: readonly string[]): CommandWord[] {
  const words: CommandWord[] = [];
  for (let index = 0; index < argv.length; index++) {
    const joined = joinTypographic(argv, index);
    const mended = mendTorn(argv, index);
    for (const given of mended?.words ?? [joined.text]) {
      const { text, quoted } = unwrap(given);
      // A blank was in quotation marks.
      const isQuoted = quoted || (mended !== null && /^[^=]*\s/.test(text));
      words.push({ text, quoted: isQuoted, position: index + 1, assignment: argumentAssignment(text) });
    }
    index = mended ? mended.next - 1 : joined.last;
  }
  return words;
}

function argumentAssignment(text: string): CommandWord['assignment'] {
  const assignment = wholeAssignment(text);
  if (assignment === null) return null;
  const value = unwrap(assignment.value);
  return { ...assignment, value: value.text, open: assignment.open && !value.quoted };
}

function wholeAssignment(text: string): CommandWord['assignment'] {
  const match = namePart.exec(text);
  if (!match) return null;
  return { name: match[1] ?? '', value: text.slice(match[0].length), open: match[0].length === text.length };
}

/** Removes quotes around all of `text`, and replaces doubled quotes inside by one. */
function unwrap(text: string): { text: string; quoted: boolean } {
  const inside = text.slice(1, -1);
  if (text.length >= 2 && text.startsWith('"') && text.endsWith('"')) {
    // A single quote inside means that the outer two do not belong together: "a" and "b".
    const lone = /(?:^|[^"])"(?:"")*(?!")/.test(inside);
    if (!lone) return { text: inside.replaceAll('""', '"'), quoted: true };
  } else if (/^[\u201c-\u201f][^\u201c-\u201f]*[\u201c-\u201f]$/.test(text))
    return { text: inside, quoted: true };
  return { text, quoted: false };
}

/**
 * `TARGETDIR=“C:\my dir”` from a shell that knows no typographic quotes arrives in two pieces, with the blank between
 * them lost; several blanks become one.
 */
function joinTypographic(argv: readonly string[], index: number): { text: string; last: number } {
  const text = argv[index]!;
  const start = /^(?:[^=]*=\s*)?[\u201c\u201d\u201e\u201f]/.exec(text);
  const closed = (part: string): boolean => /[\u201c\u201d\u201f]/.test(part);
  if (!start || closed(text.slice(start[0].length))) return { text, last: index };
  for (let last = index + 1; last < Math.min(argv.length, index + JOIN_LIMIT); last++) {
    if (closed(argv[last]!)) return { text: argv.slice(index, last + 1).join(' '), last };
  }
  return { text, last: index };
}

/** A property that was read from words, and the index of the next word. */
export interface Assignment {
  name: string;
  value: string;
  next: number;
}

/**
 * The assignment that begins at `words[index]`, blanks around its `=` included; null where none begins there. After a
 * bare `=` the next word is the value, unless it is a switch or begins another assignment: then the value is empty.
 */
export function readAssignment(
  words: readonly CommandWord[],
  index: number,
  isSwitch: (text: string) => boolean,
): Assignment | null {
  const first = words[index]!;
  const apart = first.assignment === null;
  const sign = apart ? words[index + 1]?.assignment : first.assignment;
  if (!sign || (apart && sign.name !== '')) return null;
  const name = apart ? first.text : sign.name;
  const next = apart ? index + 2 : index + 1;
  const follower = words[next];
  if (!sign.open || follower === undefined) return { name, value: sign.value, next };
  if (!follower.quoted && (isSwitch(follower.text) || beginsAssignment(words, next))) {
    return { name, value: '', next };
  }
  return { name, value: follower.text, next: next + 1 };
}

function beginsAssignment(words: readonly CommandWord[], index: number): boolean {
  const word = words[index]!;
  if (word.assignment !== null) return isPropertyName(word.assignment.name);
  return isPropertyName(word.text) && words[index + 1]?.assignment?.name === '';
}

export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Names of a list with `;` between them. */
export function splitList(list: string): string[] {
  return list
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
