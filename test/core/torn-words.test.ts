import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mendTorn } from '../../src/core/torn-words.js';

/**
 * How Windows' C runtime splits a command line ("Parsing C command-line arguments" in its documentation): 2n backslashes before
 * a mark are n and the mark counts, 2n+1 are n and a mark of the text; `""` within quotation marks is a mark of the text.
 */
function splitByC(line: string): string[] {
  const words: string[] = [];
  let [word, isWord, isQuoted] = ['', false, false];
  for (let at = 0; at < line.length; at++) {
    const slashes = /^\\*/.exec(line.slice(at))![0].length;
    const isMark = line[at + slashes] === '"';
    if (slashes > 0) {
      word += '\\'.repeat(isMark ? slashes >> 1 : slashes);
      isWord = true;
      at += slashes;
      if (isMark && slashes % 2 === 1) {
        word += '"';
        continue;
      }
      if (at >= line.length) break;
    }
    const char = line[at]!;
    if (char === '"' && isQuoted && line[at + 1] === '"') {
      word += '"';
      at++;
    } else if (char === '"') [isQuoted, isWord] = [!isQuoted, true];
    else if (char === ' ' && !isQuoted) {
      if (isWord) words.push(word);
      [word, isWord] = ['', false];
    } else {
      word += char;
      isWord = true;
    }
  }
  return isWord ? [...words, word] : words;
}

const mended = (argv: readonly string[], isPath = false): string[] => {
  const words: string[] = [];
  for (let i = 0; i < argv.length; ) {
    const found = mendTorn(argv, i, isPath);
    words.push(...(found?.words ?? [argv[i]!]));
    i = found?.next ?? i + 1;
  }
  return words;
};

describe('mendTorn', () => {
  it.each([
    ['P="C:\\m one\\" /l*v "C:\\w\\log a.txt"', ['P=C:\\m one\\', '/l*v', 'C:\\w\\log a.txt']],
    ['P="C:\\m one\\" Q="x y"', ['P=C:\\m one\\', 'Q=x y']],
    ['P="C:\\m one\\" Q="x y" /qn', ['P=C:\\m one\\', 'Q=x y', '/qn']],
    ['P="C:\\m one\\" Q="" /qn', ['P=C:\\m one\\', 'Q=', '/qn']],
    ['P="C:\\m one\\" "C:\\n two\\" "o p" q', ['P=C:\\m one\\', 'C:\\n two\\', 'o p', 'q']],
    ['"\\\\server\\my share\\" x', ['\\\\server\\my share\\', 'x']],
    ['P=C:\\"Program Files"\\x /qn Q="a b"', ['P=C:\\Program Files\\x', '/qn', 'Q=a b']],
    ['TARGETDIR="my dir\\" /qn', ['TARGETDIR=my dir\\', '/qn']],
    ['--output="C:\\my out\\" --quiet', ['--output=C:\\my out\\', '--quiet']],
    ['P="C:\\x\\\\" Q="x y"', ['P=C:\\x\\', 'Q=x y']],
    ['"C:\\m one\\" --only "" /qn', ['C:\\m one\\', '--only', '', '/qn']],
    ['"C:\\m one\\" --only ""', ['C:\\m one\\', '--only', '']],
    ['"C:\\m one\\" "" "" "x y"', ['C:\\m one\\', '', '', 'x y']],
    ['"C:\\m one\\" ""', ['C:\\m one\\', '']],
    ['"//server/my share\\" "a b"', ['//server/my share\\', 'a b']],
    ['"\\??\\C:\\a b\\" "a b"', ['\\??\\C:\\a b\\', 'a b']],
  ])('finds the words of %s', (line, words) => {
    expect(mended(splitByC(line))).toEqual(words);
  });

  it.each([
    ['"t 6\\" --quiet', ['t 6\\', '--quiet']],
    ['"t 6\\"', ['t 6\\']],
    ['"t6\\" --only "x y"', ['t6\\', '--only', 'x y']],
    ['"\\" --quiet', ['\\', '--quiet']],
    ['".\\" --quiet', ['.\\', '--quiet']],
    ['--output="t 6\\" --quiet', ['--output=t 6\\', '--quiet']],
    ['--output="a=b 6\\" --quiet', ['--output=a=b 6\\', '--quiet']],
  ])('finds the words of %s where a path is known to be', (line, words) => {
    expect(mended(splitByC(line), true)).toEqual(words);
  });

  it.each(['P="say \\"hi\\" now"', 'Q="5"" disk" R=1', '"C:\\a b\\"c d', 'Value=\\"x\\"'])(
    'leaves %s',
    (line) => {
      const argv = splitByC(line);
      expect(mended(argv)).toEqual(argv);
    },
  );

  it('finds the words of any line of paths in quotation marks', () => {
    const name = fc.constantFrom('a', 'b c', 'd e f', '\u00e9');
    const path = fc
      .tuple(
        fc.constantFrom('C:\\', '\\\\s\\h\\', '//s/h/'),
        fc.array(name, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '\\'),
      )
      .map(([root, names, end]) => root + names.join('\\') + end);
    const part = fc.oneof(
      path.map((text) => [`"${text}"`, text]),
      path.map((text) => [`P="${text}"`, `P=${text}`]),
      fc.constantFrom(['/qn', '/qn'], ['Q="x y"', 'Q=x y'], ['Q=""', 'Q='], ['"a.msi"', 'a.msi'], ['""', '']),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const line = parts.map(([typed]) => typed).join(' ');
        expect(mended(splitByC(line))).toEqual(parts.map(([, meant]) => meant));
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});
