/** What a path may have in front of it. */
const name = /^-{0,2}[A-Za-z_][\w.-]*=/;
const ofFolder = /^(?:TARGETDIR|ROOTDRIVE)=/i;

export interface MendedWords {
  words: string[];
  /** Of the first word that was not torn. */
  next: number;
}

/**
 * The words that were meant where a path in quotation marks ends with a backslash. Programs of C and Node split their command
 * line by rules in which `\"` is a mark that belongs to the text. `A="C:\my dir\" B="x y"` arrives as the two words
 * `A=C:\my dir" B=x` and `y`: from that mark on, what was outside of quotation marks was taken for inside, and the reverse.
 * So a blank within such a word parted words, and the end of one was a blank in quotation marks, until the next such mark.
 *
 * No path has a quotation mark in it, so one in a path shows where that began. Null for a word that has none.
 *
 * @param isPath whether the word is known to be a path; otherwise it has to look like one
 */
export function mendTorn(argv: readonly string[], index: number, isPath = false): MendedWords | null {
  const first = argv[index]!;
  const mark = first.indexOf('"');
  if (mark < 0) return null;
  const head = first.slice(0, mark);
  const path = head.replace(name, '');
  const isWhole = /^[A-Za-z]:|^[\\/]{2}|^\\\?\?\\/.test(path);
  if (!isPath && !isWhole && !/^[^=\\]+\\/.test(path) && !(ofFolder.test(head) && path !== '')) return null;
  // Behind a mark that ended a quoted text, a word ends. Within a word that has no blanks it began one.
  if (/^\S/.test(first.slice(mark + 1)) && (!isWhole || /\s/.test(path))) return null;
  const words: string[] = [];
  let [word, isReversed] = ['', false];
  const end = (): void => {
    if (word !== '') words.push(word);
    word = '';
  };
  let next = index;
  do {
    if (next > index) word += ' ';
    const given = argv[next]!;
    for (const [at, char] of given.split('').entries()) {
      if (char === '"' && isReversed && (word === '' || word.endsWith('='))) {
        // It was `""`: a value that is empty, or a word.
        if (word === '' && !/^\S/.test(given.slice(at + 1, at + 2))) words.push('');
      } else if (char === '"') {
        word += '\\';
        // One that ends a word before others opened nothing.
        isReversed = !isReversed && (at < given.length - 1 || next === argv.length - 1);
      } else if (isReversed && /\s/.test(char)) end();
      else word += char;
    }
    next++;
  } while (isReversed && next < argv.length);
  end();
  return { words, next };
}
