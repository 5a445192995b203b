import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Parsed, parseCommand } from '../../src/cli/command-parser.js';
import { choicesOf } from '../../src/cli/definition.js';
import { definitions } from '../../src/cli/definitions/index.js';
import { caught } from '../support/caught.js';
import { tempFolder } from '../support/temp-folder.js';

const all = Object.values(definitions);
const parse = (...argv: string[]): Exclude<Parsed, { text: string }> => {
  const parsed = parseCommand(argv, all);
  if ('text' in parsed) throw new Error(parsed.text);
  return parsed;
};
const refusal = (...argv: string[]): string => caught(() => parse(...argv)).message;

describe('options', () => {
  it('have the values of their definitions where they are not given', () => {
    expect(parse('extract', 'a.msi', '-o', 'out').options).toMatchObject({
      output: 'out',
      layout: 'target',
      only: [],
      base: undefined,
      dryRun: false,
      codepage: undefined,
    });
  });

  it.each<[string[], string]>([
    [['extract', '--overwrite', 'a.msi', '-o', 'x'], 'always'],
    [['extract', 'a.msi', '-o', 'x', '--overwrite'], 'always'],
    [['extract', '--overwrite', 'never', 'a.msi', '-o', 'x'], 'never'],
    [['extract', '--overwrite=always', 'a.msi', '-o', 'x'], 'always'],
    [['extract', 'a.msi', '-o', 'x'], 'never'],
    [['x', 'a.msi', '-o', 'x', '--overwrite', '--dry-run'], 'always'],
    [['stage', 'a.msi', '--overwrite', '--kb', '977203'], 'always'],
    [['stage', 'a.msi', '--overwrite', 'never'], 'never'],
    [['prepare', '--overwrite', 'a.msi', '-o', 'x'], 'always'],
  ])('%j: --overwrite is %j', (argv, overwrite) => {
    expect(parse(...argv)).toMatchObject({ options: { overwrite } });
  });

  it.each([
    ['verify', 'x', '--manifest', 'a.json', '--manifest', 'b.json'],
    ['verify', 'x', '--kb', '977203', '--kb=977384'],
    ['verify', 'x', '--kb', '1', '--product', 'SP1', '--product', 'SP2'],
    ['verify', 'x', '--kb', '1', '--format', 'junit', '--format', 'text'],
    ['extract', 'x', '-o', 'a', '--output', 'b'],
    ['list', 'x', '--max-depth', '1', '--max-depth', '2'],
  ])('are refused where two values are given for one: %j', (...argv) => {
    expect(refusal(...argv)).toMatch(/^--[a-z-]+ takes one value and is given twice: "\S+" and "\S+"$/);
  });

  it('may be given twice where that says the same, and where they take several values', () => {
    const { options } = parse(
      'verify',
      'x',
      '--kb',
      '1',
      '--kb',
      '1',
      '--require',
      'a 1',
      '--require',
      'b 2',
    );
    expect(options).toMatchObject({ kb: '1', require: ['a 1', 'b 2'] });
    expect(refusal('verify', 'x', '--format', 'yaml')).toMatch(/text, json, junit, markdown/);
  });

  it('are taken as given', () => {
    const { options, global } = parse(
      ...['extract', 'a.msi', '--output=out', '--layout', 'flat', '--only', '*.dll', '--only', '*.exe'],
      ...['--dry-run', '--codepage', '932', '--json', '-q', '--no-color', '--max-time', '5'],
    );
    expect(options).toMatchObject({
      output: 'out',
      layout: 'flat',
      only: ['*.dll', '*.exe'],
      dryRun: true,
      codepage: 932,
    });
    expect(global).toEqual({
      json: true,
      quiet: true,
      verbose: false,
      noColor: true,
      maxTime: '5',
      maxMemory: undefined,
    });
  });

  it.each([
    ['--codepage', 'utf8', '--codepage takes a whole number'],
    ['--max-depth', '1.5', '--max-depth takes a whole number'],
    ['--max-entries', '-1', '--max-entries takes a whole number'],
  ])('%s %s is refused', (option, value, message) => {
    expect(refusal('info', 'a.msi', option, value)).toBe(message);
  });
});

describe('an empty path', () => {
  it.each([
    [['extract', 'a.msi', '-o', ''], '-o, --output <dir>'],
    [['extract', 'a.msi', '-o', 'out', '--base='], '--base <package>'],
    [['prepare', 'a.msi', '--output', ''], '-o, --output <dir>'],
    [['stage', '--undo', '--client-source', ''], '--client-source <dir>'],
    [['verify', ''], '<path...>'],
    [['recover', 'a', ''], '<dir...>'],
    [['streams', 'a', 'b', '-o', ''], '-o, --output <file>'],
  ])('%j is refused', (argv, usage) => {
    expect(refusal(...argv)).toBe(`the path for ${usage} is empty; "." is the current folder`);
  });

  it('is no concern of texts, nor of what msiexec takes', () => {
    expect(parse('list', 'a.msi', '--only', '').options).toMatchObject({ only: [''] });
    expect(parse('msiexec', '/a', 'a.msi', '').args).toEqual({ arguments: ['/a', 'a.msi', ''] });
  });
});

describe('a path that other programs of Windows could not reach', () => {
  const refusedThere = (...argv: string[]) => caught(() => parseCommand(argv, all, 'win32'));
  const written = all.flatMap((definition) =>
    Object.entries(definition.options).flatMap(([name, option]) =>
      'writes' in option
        ? [[definition.name, `--${name.replace(/[A-Z]/g, (one) => `-${one.toLowerCase()}`)}`]]
        : [],
    ),
  ) as [string, string][];

  const wordsFor = (command: string, flag: string) => {
    const { arguments: args, options } = all.find(({ name }) => name === command)!;
    return [
      ...('output' in options && flag !== '--output' ? ['-o', 'out'] : []),
      ...Object.values(args).map((one) => choicesOf(one)?.[0] ?? 'a'),
    ];
  };

  it.each(written)('is refused by %s %s', (command, flag) => {
    for (const path of ['C:\\td.', 'sub\\con', 'C:x', 'file:///C:/nul']) {
      expect(refusedThere(command, flag, path, ...wordsFor(command, flag)).code, path).toBe(
        'PATH_UNREACHABLE',
      );
    }
  });

  it('is known of every option that names an output', () => {
    const outputs = all.filter(({ options }) => 'output' in options).map(({ name }) => name);
    const known = written.filter(([, flag]) => flag === '--output').map(([name]) => name);
    expect(known).toEqual(outputs);
  });

  it('is explained where nothing is there to be read', () => {
    for (const argv of [
      ['list', 'A.msi.'],
      ['extract', 'a.msi', '-o', 'out', '--base', 'td.'],
      ['info', 'a.msi', 'NUL'],
    ]) {
      expect(caught(() => parseCommand(argv, all, 'win32')).code).toBe('PATH_UNREACHABLE');
    }
  });

  it('is no concern of what is there, nor of other systems', () => {
    const there = join(tempFolder(), 'td.');
    writeFileSync(there, '');
    const parsed = parseCommand(['extract', there, '-o', 'out', '--base', there], all, 'win32');
    expect(parsed).toMatchObject({ args: { package: there }, options: { base: there } });
    expect(parseCommand(['extract', 'a', '-o', 'con'], all, 'linux')).toMatchObject({
      options: { output: 'con' },
    });
    expect(parseCommand(['extract', 'a', 'x.txt', '-o', '-'], all, 'win32')).toMatchObject({
      options: { output: '-' },
    });
  });
});

describe('arguments', () => {
  it.each([
    [['info', 'a', 'b'], { package: ['a', 'b'] }],
    [['tables', 'a'], { database: 'a', name: [] }],
    [['tables', 'a', 'File', 'Media'], { database: 'a', name: ['File', 'Media'] }],
    [['streams', 'a'], { database: 'a', name: [] }],
    [['delta', 'apply', 'p', 'o'], { action: 'apply', patch: 'p', old: 'o' }],
    [['stage'], { package: [] }],
    [['list', '--', '--hash'], { package: '--hash' }],
  ])('%j', (argv, expected) => {
    expect(parse(...argv).args).toEqual(expected);
  });

  it.each([
    [['list', 'p.msi', 'a', 'b'], 'too many arguments: "a" "b"; list takes <package>'],
    [
      ['list', 'p.msi', '--with', 'a.msp', 'b.msp'],
      'too many arguments: "b.msp"; list takes <package>; --with takes one value and is repeated for each: --with A --with B',
    ],
    [['diff', 'a', 'b', 'c'], 'too many arguments: "c"; diff takes <old> <new>'],
    [['manifest'], "missing required argument 'action': list, show, import or schema"],
    [['delta'], "missing required argument 'action': info or apply"],
    [['delta', 'info'], "missing required argument 'patch': the delta"],
    [['completions'], "missing required argument 'shell': bash, zsh, fish or powershell"],
    [['diff', 'a'], /^missing required argument 'new': /],
    [['completions', 'csh'], 'completions takes bash, zsh, fish or powershell, not "csh"'],
    [['manifest', 'dance'], 'manifest takes list, show, import or schema, not "dance"'],
  ])('%j is refused', (argv, message) => {
    if (typeof message === 'string') expect(refusal(...argv)).toBe(message);
    else expect(refusal(...argv)).toMatch(message);
  });
});

describe('names', () => {
  it('may be others', () => {
    expect(parse('x', 'a.msi', '-o', 'out').definition).toBe(definitions.extract);
  });

  it.each([
    [['extrct', 'a.msi'], "unknown command 'extrct' (Did you mean extract?)"],
    [['extrct', '--help'], "unknown command 'extrct' (Did you mean extract?)"],
    [
      ['--', '--version'],
      '--version is no command; -- stands behind one, in front of names that begin with -',
    ],
    [['verfy'], "unknown command 'verfy' (Did you mean verify?)"],
    [['list', 'a.msi', '--laiout', 'key'], "unknown option '--laiout' (Did you mean --layout?)"],
    [['list', 'a.msi', '--qiet'], "unknown option '--qiet' (Did you mean --quiet?)"],
  ])('%j is answered with the nearest one', (argv, message) => {
    expect(refusal(...argv)).toBe(message);
  });
});

describe('what is passed through', () => {
  it('keeps its letters and gives up our flags', () => {
    const { args, global, options } = parse(
      ...['msiexec', '--engine', 'native', '/a', 'p.msi', '-q', '--json', '/l*v', 'log', '--flush'],
    );
    expect(args).toEqual({ arguments: ['/a', 'p.msi', '-q', '/l*v', 'log', '--flush'] });
    expect(global).toMatchObject({ json: true, quiet: false });
    expect(options).toMatchObject({ engine: 'native', flush: 'always' });
  });

  it.each(['-qn', '-q', '-V', '-qb!'])('%s is for Windows wherever it stands', (word) => {
    expect(parse('msiexec', word, '-a', 'p.msi').args).toEqual({ arguments: [word, '-a', 'p.msi'] });
    expect(parse('msiexec', '-a', 'p.msi', word).args).toEqual({ arguments: ['-a', 'p.msi', word] });
  });
});

describe('help and version', () => {
  it.each([
    [['-h'], /^Usage: hotfixkit <command>/, 0],
    [['--help'], /^Usage: hotfixkit <command>/, 0],
    [[], /^Usage: hotfixkit <command>/, 2],
    [['list', '-h'], /^Usage: hotfixkit list /, 0],
    [['x', '-h'], /^Usage: hotfixkit extract\|x /, 0],
    [['msiexec', '-h'], /^Usage: hotfixkit msiexec /, 0],
    [['-V'], /^\d+\.\d+\.\d+\n$/, 0],
    [['list', '-V'], /^\d+\.\d+\.\d+\n$/, 0],
    [['msiexec', '--version'], /^\d+\.\d+\.\d+\n$/, 0],
  ])('%j', (argv, text, status) => {
    expect(parseCommand(argv, all)).toEqual({ text: expect.stringMatching(text), status });
  });
});
