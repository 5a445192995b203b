import { describe, expect, it } from 'vitest';
import {
  argumentWords,
  type CommandWord,
  isPropertyName,
  readAssignment,
  shorten,
  splitCommandWords,
  splitList,
} from '../../../src/installer/command-line/command-words.js';

/** `text`, `'text'` for a quoted one, `name|value` for an assignment, with `|` at its end for an open one. */
const shown = (words: CommandWord[]): string[] =>
  words.map(({ text, quoted, assignment }) => {
    const body = assignment ? `${assignment.name}|${assignment.value}${assignment.open ? '|' : ''}` : text;
    return quoted ? `'${body}'` : body;
  });

describe('splitCommandWords', () => {
  it.each([
    ['', []],
    ['a  b\tc\r\nd', ['a', 'b', 'c', 'd']],
    ['"a b" c', ["'a b'", 'c']],
    ['a"b c"d', ['ab cd']],
    ['""', ["''"]],
    ['"a ""b"" c"', ['\'a "b" c\'']],
    ['P="C:\\x\\" y', ['P|C:\\x\\', 'y']],
    ['P=', ['P||']],
    ['P=""', ['P|']],
    ['=', ['||']],
    ['=x', ['|x']],
    ['P==x', ['P|=x']],
    ['"P = x y"', ["'P|x y'"]],
    ['"P=x" "a=b c"', ["'P|x'", "'a|b c'"]],
    ['"C:\\a=b"', ["'C:\\a=b'"]],
    ['\u201ca b\u201d \u201ec d\u201c', ["'a b'", "'c d'"]],
    ['P=\u201ca ""b"" c\u201d', ['P|a "b" c']],
    ['a\u200bb\ufeffc\u00a0d', ['a', 'b', 'c', 'd']],
    ['a ^\n b ^c', ['a', 'b', '^c']],
  ])('%j', (line, expected) => {
    expect(shown(splitCommandWords(line))).toEqual(expected);
  });

  it('counts columns from 1', () => {
    expect(splitCommandWords(' a "b" c').map(({ position }) => position)).toEqual([2, 4, 8]);
  });

  it('complains of an open quote with the code it is given', () => {
    expect(() => splitCommandWords('a "b', 'MSI_BAD_VALUE')).toThrow(/column 3 is never closed/);
  });
});

describe('argumentWords', () => {
  it.each([
    [
      ['a b', ''],
      ['a b', ''],
    ],
    [
      ['"a b"', '"a ""b"""'],
      ["'a b'", '\'a "b"\''],
    ],
    [['"a" b "c"'], ['"a" b "c"']],
    [
      ['P=a b', 'P = a ', 'P="a b"', 'P='],
      ['P|a b', 'P|a ', 'P|a b', 'P||'],
    ],
    [['P=""'], ['P|']],
    [
      ['=x', '='],
      ['|x', '||'],
    ],
    [
      ['a=b c', '/a=b', 'C:\\a=b'],
      ['a|b c', '/a=b', 'C:\\a=b'],
    ],
    [
      ['\u201ca', 'b\u201d', 'c'],
      ["'a b'", 'c'],
    ],
    [['P=\u201ca b\u201d'], ['P|a b']],
    [
      ['\u201ca', 'b'],
      ['\u201ca', 'b'],
    ],
    [['C:\\a" /qb "x'], ['C:\\a\\', '/qb', 'x']],
    [
      ['P=C:\\m one" /l*v C:\\w\\log', 'a.txt'],
      ['P|C:\\m one\\', '/l*v', "'C:\\w\\log a.txt'"],
    ],
    [
      ['P=C:\\m one" Q=x', 'y', '/qn'],
      ['P|C:\\m one\\', 'Q|x y /qn'],
    ],
    [['C:\\a b" /qb Q=1'], ["'C:\\a b\\'", '/qb', 'Q|1']],
  ])('%j', (argv, expected) => {
    expect(shown(argumentWords(argv))).toEqual(expected);
  });

  it('counts arguments from 1', () => {
    expect(argumentWords(['a', '\u201cb', 'c\u201d', 'd']).map(({ position }) => position)).toEqual([
      1, 2, 4,
    ]);
  });
});

describe('readAssignment', () => {
  const read = (line: string) => readAssignment(splitCommandWords(line), 0, (text) => text.startsWith('/q'));

  it.each([
    ['A=1 x', { name: 'A', value: '1', next: 1 }],
    ['A = 1 x', { name: 'A', value: '1', next: 3 }],
    ['A =1 x', { name: 'A', value: '1', next: 2 }],
    ['A= 1 x', { name: 'A', value: '1', next: 2 }],
    ['A= /q', { name: 'A', value: '', next: 1 }],
    ['A= "/q"', { name: 'A', value: '/q', next: 2 }],
    ['A= B=1', { name: 'A', value: '', next: 1 }],
    ['A= B = 1', { name: 'A', value: '', next: 1 }],
    ['A= C:\\b=1', { name: 'A', value: 'C:\\b=1', next: 2 }],
    ['A=', { name: 'A', value: '', next: 1 }],
    ['=1', { name: '', value: '1', next: 1 }],
    ['A B=1', null],
    ['A', null],
  ])('%s', (line, expected) => {
    expect(read(line)).toEqual(expected);
  });
});

it('knows names, lists and short forms', () => {
  expect(['A', '_1.b'].every(isPropertyName)).toBe(true);
  expect(['', '1A', 'A-B', '\u00c4'].some(isPropertyName)).toBe(false);
  expect(splitList(' a; b c ;;')).toEqual(['a', 'b c']);
  expect(shorten('x'.repeat(100))).toHaveLength(80);
});
