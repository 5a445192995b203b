import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../src/cli/command-parser.js';
import { definitions } from '../src/cli/definitions/index.js';
import { readPage } from './support/examples.js';
import {
  argvWords,
  cmdWords,
  powershellCommands,
  powershellVariables,
  powershellWords,
  shWords,
} from './support/shell-words.js';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const all = Object.values(definitions);

const pages = ['README.md', ...readdirSync(join(repository, 'docs')).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
);

/** Lines of blocks for any shell, and commands within sentences. Other pages with lines for npm are for developers. */
function examplesOf(page: string): string[] {
  const text = readPage(page);
  const blocks = [...text.matchAll(/^```(\w*).*\n([\s\S]*?)^```/gm)];
  const lines = blocks
    .filter(([, language]) => ['sh', 'text', ''].includes(language!))
    .flatMap(([, , code]) => code!.split('\n'));
  const inline = [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/(?<!\(|`)`(hotfixkit [^`\n]+)`/g)];
  return [
    ...lines.filter((line) => (page === 'README.md' ? /^(?:hotfixkit|npm) / : /^hotfixkit /).test(line)),
    ...inline.map(([, line]) => line!),
  ];
}

const examples = [
  ...all.flatMap(({ name, examples: lines }) => lines.map((line) => [`help of ${name}`, line] as const)),
  ...pages.flatMap((page) => examplesOf(page).map((line) => [page, line] as const)),
];

describe('every example is the same in cmd.exe, PowerShell and sh', () => {
  it('there are many', () => {
    expect(examples.length).toBeGreaterThan(100);
  });

  it.each(examples)('%s: %s', (page, line) => {
    const words = cmdWords(line);
    expect(words).not.toHaveProperty('problem');
    expect(powershellWords(line)).toEqual(words);
    // What is particular to Windows is typed there.
    if (page !== 'docs/windows.md') expect(shWords(line)).toEqual(words);
  });

  it.each(examples.filter(([from]) => from.startsWith('help of')))('%s can be parsed: %s', (_, line) => {
    expect(parseCommand(argvWords(line).slice(1), all)).toHaveProperty('definition');
  });
});

describe('blocks of PowerShell', () => {
  const blocks = pages.flatMap((page) =>
    [...readPage(page).matchAll(/^```powershell.*\n([\s\S]*?)^```/gm)].map(
      ([, code]) => [page, code!] as const,
    ),
  );

  it.each(blocks)('%s: %s', (_, code) => {
    for (const { words } of powershellCommands(code)) {
      expect(parseCommand(words, all)).toHaveProperty('definition');
    }
  });
});

describe('the rules of the shells', () => {
  it.each<[string, string[]]>([
    ['a "b c" d', ['a', 'b c', 'd']],
    ['"C:\\my dir\\" -q', ['C:\\my dir" -q']],
    ['"a\\\\" b\\c "" d"e f"g', ['a\\', 'b\\c', '', 'de fg']],
    ['a\\"b "c""d"', ['a"b', 'c"d']],
  ])('of CommandLineToArgvW: %s', (line, words) => {
    expect(argvWords(line)).toEqual(words);
  });

  it.each(['a > b', 'a | b', 'a & b', 'a ^ b', 'a %TEMP%', 'a "b', 'a && b'])('of cmd.exe: %s', (line) => {
    expect(cmdWords(line)).toHaveProperty('problem');
  });

  it.each(['*.msi', 'a\\b', '"$a"', '~/a', 'a;b', '[a]', '{a,b}', "a'b", '!a', 'a > b', 'a?'])(
    'of sh: %s',
    (line) => {
      expect(shWords(line)).toHaveProperty('problem');
    },
  );

  it.each([
    '@a',
    '$a',
    '"$a"',
    'a,b',
    '(a)',
    '"a"b',
    '{a}',
    'a`b',
    'a&b',
    '""',
    "'a\"b'",
    '"a b\\"',
    'a > b',
  ])('of PowerShell: %s', (line) => {
    expect(powershellWords(line)).toHaveProperty('problem');
  });

  it.each<[string, string[]]>([
    ['$a = \'x y\'\nhotfixkit "$a/z" $a', ['x y/z', 'x y']],
    ["$a = 'x', 'y z'\nhotfixkit @a --json | more", ['x', 'y z', '--json']],
    ["$a = @('x')\nhotfixkit @a", ['x']],
    ["hotfixkit a `\n  b=\"c d\" 'e''f'\nother", ['a', 'b=c d', "e'f"]],
    ['hotfixkit.cmd --% a="b c" "" | more', ['a=b c', '']],
  ])('of PowerShell: %s', (code, words) => {
    expect(powershellCommands(code).map((one) => one.words)).toEqual([words]);
  });

  it('of variables of PowerShell', () => {
    expect(powershellVariables("$a = 'x'\n$b = 'y', \"z\"\n$c = @('x')\n$d = 1\n")).toEqual({
      a: 'x',
      b: ['y', 'z'],
      c: ['x'],
    });
  });
});
