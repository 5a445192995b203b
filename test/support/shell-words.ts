/** How three shells split a line that calls a program, for examples that are to work in each of them. */

/** The words that a program gets, or why the shell takes the line for something else. */
export type ShellWords = { words: string[] } | { problem: string };

const problem = (text: string): ShellWords => ({ problem: text });

/**
 * cmd.exe at its prompt, and then the C runtime (CommandLineToArgvW). `%NAME%` is a variable, `^` an escape, and
 * `& | < > ( )` are the shell's own where they are not in quotes.
 */
export function cmdWords(line: string): ShellWords {
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && '&|<>()^'.includes(character))
      return problem(`cmd.exe takes ${character} for itself`);
  }
  if (isQuoted) return problem('a quotation mark is not closed');
  if (/%[^%\s]+%/.test(line)) return problem('cmd.exe replaces %NAME%');
  return { words: argvWords(line) };
}

/** CommandLineToArgvW: backslashes count only before a quotation mark. */
export function argvWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (!isQuoted && /[ \t]/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    word ??= '';
    const slashes = /^\\*/.exec(line.slice(at))![0].length;
    if (slashes > 0 && line[at + slashes] === '"') {
      word += '\\'.repeat(Math.floor(slashes / 2));
      at += slashes;
      if (slashes % 2 === 1) word += '"';
      else isQuoted = !isQuoted;
    } else if (character === '"') {
      // Two of them in a quoted part are one.
      if (isQuoted && line[at + 1] === '"') {
        word += '"';
        at++;
      } else isQuoted = !isQuoted;
    } else word += character;
  }
  return word === null ? words : [...words, word];
}

/** A shell of POSIX: what it would expand, redirect or run is a problem. */
export function shWords(line: string): ShellWords {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    if (character === '#' && word === null) break;
    if (character === "'" || character === '"') {
      const end = line.indexOf(character, at + 1);
      if (end < 0) return problem('a quotation mark is not closed');
      const text = line.slice(at + 1, end);
      if (character === '"' && /[$`!]|\\[$`"\\]/.test(text)) return problem(`sh expands ${text}`);
      word = (word ?? '') + text;
      at = end;
      continue;
    }
    if ('$`\\*?[|&;<>()!'.includes(character) || (character === '{' && /^\{[^}]*[,.]/.test(line.slice(at)))) {
      return problem(`sh takes ${character} for itself`);
    }
    if (character === '~' && word === null) return problem('sh replaces ~');
    word = (word ?? '') + character;
  }
  return { words: word === null ? words : [...words, word] };
}

/**
 * Values of variables of PowerShell: a text, or an array. `@name` makes a word of each element; with `$name`, the script that
 * npm installs would get them as one word.
 */
export type PowershellVariables = Readonly<Record<string, string | readonly string[]>>;

/**
 * PowerShell in argument mode, from the name of the program to the end of its command (`|`, `;`, `)`, `}` or a
 * redirection), and then the quoting of Windows PowerShell 5.1 for programs.
 */
export function powershellWords(line: string, variables: PowershellVariables = {}): ShellWords {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    const rest = line.slice(at);
    const blank = /^(?:\s|`\n)+/.exec(rest);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    if (/^(?:[|;)}#]|&&)/.test(rest)) break;
    if (/^\d?>/.test(rest)) return problem('> of Windows PowerShell writes UTF-16');
    // Verbatim to the end of the line, or to the next pipe.
    const verbatim = /^--%([^|\n]*)/.exec(rest);
    if (verbatim) return { words: [...words, ...argvWords(verbatim[1]!)] };
    const list = /^@(\w+)(?=[\s|;)}]|$)/.exec(rest);
    if (list) {
      const value = variables[list[1]!];
      if (value === undefined) return problem(`the variable ${list[0]} has no value`);
      words.push(...[value].flat());
      at += list[0].length;
      continue;
    }
    const read = readPowershellWord(rest, variables);
    if ('problem' in read) return read;
    words.push(read.word);
    at += read.length;
  }
  // 5.1 puts no backslash before a quotation mark, and drops empty words.
  if (words.some((word) => word.includes('"')))
    return problem('PowerShell 5.1 loses a quotation mark in a word');
  if (words.includes('')) return problem('PowerShell 5.1 drops an empty word');
  if (words.some((word) => /\s/.test(word) && word.endsWith('\\'))) {
    return problem('PowerShell 5.1 puts a quotation mark after the backslash at the end');
  }
  return { words };
}

function readPowershellWord(
  rest: string,
  variables: PowershellVariables,
): { word: string; length: number } | { problem: string } {
  if (/^[@({&<,]/.test(rest)) return { problem: `PowerShell takes ${rest[0]} for itself` };
  let word = '';
  let at = 0;
  while (at < rest.length) {
    const character = rest[at]!;
    if (/[\s|;)}]/.test(character)) break;
    if ('&<>({,`'.includes(character)) return { problem: `PowerShell takes ${character} for itself` };
    if (character === "'") {
      const text = /^'((?:[^']|'')*)'/.exec(rest.slice(at));
      if (!text) return { problem: 'a quotation mark is not closed' };
      word += text[1]!.replaceAll("''", "'");
      at += text[0].length;
    } else if (character === '"') {
      const text = /^"((?:[^"`]|`.)*)"/.exec(rest.slice(at));
      if (!text) return { problem: 'a quotation mark is not closed' };
      const value = expandPowershell(text[1]!, variables);
      if (value === null) return { problem: `PowerShell expands ${text[0]}` };
      word += value;
      at += text[0].length;
      // Behind a quoted word another one begins, unless the quotes are inside a word.
      if (rest.startsWith('"') && /[^\s|;)}]/.test(rest[at] ?? ' ')) {
        return { problem: 'PowerShell ends the word at the quotation mark' };
      }
    } else if (character === '$') {
      const name = /^\$(\w+)/.exec(rest.slice(at));
      const value = name && variables[name[1]!];
      if (typeof value !== 'string') return { problem: `PowerShell expands ${rest.slice(at)}` };
      word += value;
      at += name![0].length;
    } else {
      word += character;
      at++;
    }
  }
  return { word, length: at };
}

function expandPowershell(text: string, variables: PowershellVariables): string | null {
  let isKnown = true;
  const value = text.replace(/`(.)|\$\(|\$(\w+)/g, (_, escaped?: string, name?: string) => {
    if (escaped !== undefined) return escaped;
    const known = name === undefined ? undefined : variables[name];
    if (typeof known === 'string') return known;
    isKnown = false;
    return '';
  });
  return isKnown ? value : null;
}

/** A call of hotfixkit in a block of PowerShell. */
export interface PowershellCommand {
  words: string[];
  /** The variable that gets its JSON as an object. */
  document: string | null;
}

/** The calls of hotfixkit in a block of PowerShell. Throws where PowerShell would not pass on the words as they look. */
export function powershellCommands(code: string): PowershellCommand[] {
  const variables = powershellVariables(code);
  const calls = code.matchAll(/^(?:\$(\w+) = )?(?:npx )?hotfixkit(?:\.cmd)? ((?:[^\n`]|`[^\n]|`\n)+)/gm);
  return [...calls].map(([line, name, rest]) => {
    const read = powershellWords(rest!, variables);
    if ('problem' in read) throw new Error(`${line}: ${read.problem}`);
    return { words: read.words, document: /\| ConvertFrom-Json/.test(rest!) ? (name ?? null) : null };
  });
}

/** Variables that a block of PowerShell sets to texts or to lists of texts, in the order of its lines. */
export function powershellVariables(code: string): Record<string, string | string[]> {
  const variables: Record<string, string | string[]> = {};
  const text = /'[^']*'|"[^"]*"/;
  const line = new RegExp(`^\\$(\\w+) = (@\\()?((?:${text.source})(?:,\\s*(?:${text.source}))*)\\)?$`, 'gm');
  for (const [, name, isList, list] of code.matchAll(line)) {
    const values = [...list!.matchAll(new RegExp(text.source, 'g'))].map(([one]) => one.slice(1, -1));
    variables[name!] = values.length === 1 && isList === undefined ? values[0]! : values;
  }
  return variables;
}
