import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MsiexecCommand } from '../../../src/installer/command-line/msiexec-command.js';
import {
  parseMsiexecArguments,
  parseMsiexecCommandLine,
} from '../../../src/installer/command-line/msiexec-command-line.js';
import { msiexecLine } from '../../../src/installer/native/msiexec-line.js';
import { caught } from '../../support/caught.js';
import { runs } from '../../support/thorough.js';

const line = (...argv: string[]): string => msiexecLine(['/a', 'x.msi', ...argv]);
const start = '/a x.msi';

describe('msiexecLine', () => {
  it.each([
    [['TARGETDIR=C:\\image'], 'TARGETDIR=C:\\image'],
    // Not an escape: msiexec is no program of the C runtime.
    [['TARGETDIR=C:\\my image\\'], 'TARGETDIR="C:\\my image\\"'],
    [['P='], 'P=""'],
    [['P=', 'Q=1'], 'P="" Q=1'],
    [['P=', 'C:\\my image'], 'P="C:\\my image"'],
    [['p', '=', 'x y'], 'p="x y"'],
    [['P = x y'], 'P="x y"'],
    [['P=say "no"'], 'P="say ""no"""'],
    [['P="'], 'P=""""'],
    [['P=a"b'], 'P="a""b"'],
    [['P="already quoted"'], 'P="already quoted"'],
    [['P="already ""quoted"""'], 'P="already ""quoted"""'],
    [['P=“a b”'], 'P="a b"'],
    [['P=a“b'], 'P="a“b"'],
    [['P=%PATH%', 'Q=a;b&calc|x^%PATH%>y'], 'P=%PATH% Q="a;b&calc|x^%PATH%>y"'],
    [['P=two\r\nlines', 'Q=tab\there'], 'P="two\r\nlines" Q="tab\there"'],
    [['P=^\nQ=1'], 'P="^\nQ=1"'],
    [['P=a\u00a0b\u200bc'], 'P="a\u00a0b\u200bc"'],
    [['/l*v', 'my log.txt', '/qn'], '/l*v "my log.txt" /qn'],
    [['/l*v', '"-qn"'], '/l*v "-qn"'],
    [['/', 'quiet', '\u2013norestart', '/qb\u2013'], '/quiet /norestart /qb-'],
    [['', 'P=1', ''], 'P=1'],
    // One argument that looks like several stays one.
    [['P="C:\\x" /i evil.msi "y"'], 'P="""C:\\x"" /i evil.msi ""y"""'],
    [['P=x" /i evil.msi "'], 'P="x"" /i evil.msi """'],
    [['P=x /i evil.msi'], 'P="x /i evil.msi"'],
  ])('%j: %s', (argv, expected) => {
    expect(line(...argv)).toBe(`${start} ${expected}`);
  });

  it.each([
    [['/a', 'my x.msi'], '/a "my x.msi"'],
    [['msiexec.exe', '/A', 'A=b c.msi'], '/A "A=b c.msi"'],
    [['"C:\\Windows\\System32\\msiexec"', '-a', 'x.msi'], '-a x.msi'],
    [['/iC:\\my x.msi'], '/i "C:\\my x.msi"'],
    [['/p', 'a b.msp;c.msp'], '/p "a b.msp;c.msp"'],
    [['/x{00000000-0000-0000-0000-000000000000}'], '/x{00000000-0000-0000-0000-000000000000}'],
    [['MsiExec /a "a b.msi"  TARGETDIR = x'], '/a "a b.msi"  TARGETDIR = x'],
  ])('of %j: %s', (argv, expected) => {
    expect(msiexecLine(argv)).toBe(expected);
  });

  it.each([
    ['a quote in the name of a package', ['/a', '"x.msi" /i "evil.msi"', '/qn']],
    ['a quote in the name of a log', ['/a', 'x.msi', '/l*v', '"l.txt" TRANSFORMS=evil.mst "']],
    ['a lone quote in a name', ['/a', 'x".msi']],
    ['a backslash that hid a quote', ['/a', 'x.msi', 'TARGETDIR=C:\\my dir" /qn']],
    ['a quote that hides more', ['/a', 'x.msi', 'TARGETDIR=C:\\x" SHORTFILENAMES=1']],
    ['a quote by which a value would take the next', ['/a', 'x.msi', 'P=\\\\s\\x"a', 'Q=1']],
    ['a quote by which a log would take the next', ['/a', 'x.msi', '/l*v', 'C:\\x"a', '/qn']],
    ['a line that says nothing sensible', ['/a x.msi & calc=1']],
    ['a NUL', ['/a', 'x.msi', 'P=a\0b']],
    ['half a surrogate pair', ['/a', 'x.msi', 'P=\ud800']],
  ])('refuses %s', (_, argv) => {
    expect(caught(() => msiexecLine(argv)).code).toBe('MSIEXEC_COMMAND_LINE');
  });
});

/** What CommandLineToArgvW makes of what stands behind the program, as Microsoft documents it. */
function commandLineToArgv(text: string): string[] {
  const all: string[] = [];
  let current: string | null = null;
  let isQuoted = false;
  for (let at = 0; at < text.length; ) {
    const slashes = /^\\*/.exec(text.slice(at))![0].length;
    if (slashes > 0) {
      const isEscape = text[at + slashes] === '"';
      current = (current ?? '') + '\\'.repeat(isEscape ? slashes >> 1 : slashes);
      at += slashes;
      if (isEscape && slashes % 2 === 1) {
        current += '"';
        at++;
      }
    } else if (text[at] === '"') {
      current ??= '';
      if (isQuoted && text[at + 1] === '"') {
        current += '"';
        at++;
      } else isQuoted = !isQuoted;
      at++;
    } else if (!isQuoted && /[ \t]/.test(text[at]!)) {
      if (current !== null) all.push(current);
      current = null;
      at++;
    } else current = (current ?? '') + text[at++]!;
  }
  return current === null ? all : [...all, current];
}

const piece = fc.constantFrom(
  ...[
    '"',
    '""',
    '\\',
    '\\\\',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '%PATH%',
    '^',
    '^\n',
    '=',
    '/i',
    ' /i evil.msi',
    "'",
    '“',
    '”',
  ],
  ...[
    'A=1',
    ' B=2 ',
    '-qn',
    '/l*v',
    'C:\\x',
    '\\\\s\\x',
    'a',
    'é',
    '\u200b',
    '\u00a0',
    '𝒜',
    ';',
    '&',
    '|',
    '\u0085',
  ],
);
const hostile = fc.oneof(
  fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const seed = { seed: 20260, numRuns: runs(3000) };

/** Meaning of a command but for its warnings, which name places. */
const meaning = ({ warnings: _, ...command }: MsiexecCommand): object => command;

/** The line, or null for arguments that are refused. Any other error is a fault. */
function lineOrNull(argv: readonly string[]): string | null {
  try {
    return msiexecLine(argv);
  } catch (error) {
    expect(error).toMatchObject({ code: 'MSIEXEC_COMMAND_LINE' });
    return null;
  }
}

describe('whatever an argument holds', () => {
  it('a value stays one value, and msiexec reads what was meant', () => {
    let passed = 0;
    fc.assert(
      fc.property(hostile, (value) => {
        const argv = ['/a', 'x.msi', `P=${value}`, 'Q=1'];
        const made = lineOrNull(argv);
        if (made === null) return;
        passed++;
        const read = parseMsiexecCommandLine(made);
        expect([read.verb, read.package, read.log, [...read.properties.keys()].sort()]).toEqual([
          'administrative',
          'x.msi',
          null,
          ['P', 'Q'],
        ]);
        expect(meaning(read)).toEqual(meaning(parseMsiexecArguments(argv)));
      }),
      seed,
    );
    expect(passed).toBeGreaterThan(seed.numRuns / 2);
  });

  it('a name stays one name', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const argv = ['/a', 'x.msi', '/l*v', name, '/qn', 'Q=1'];
        const made = lineOrNull(argv);
        if (made === null) return;
        const read = parseMsiexecCommandLine(made);
        expect(meaning(read)).toEqual(meaning(parseMsiexecArguments(argv)));
        expect([read.package, [...read.properties]]).toEqual(['x.msi', [['Q', '1']]]);
      }),
      seed,
    );
  });

  it('any arguments at all mean the same on the line', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 5 }), (others) => {
        const argv = ['/a', 'x.msi', ...others];
        const made = lineOrNull(argv);
        if (made === null) return;
        expect(meaning(parseMsiexecCommandLine(made))).toEqual(meaning(parseMsiexecArguments(argv)));
      }),
      seed,
    );
  });

  // Where a value has quotes, or a backslash before the closing one, the two ways of reading differ, and msiexec's counts.
  it('a program of the C runtime reads the same where both rules agree', () => {
    const plain = hostile.map((text) => text.replaceAll(/["“”„‟\\]/g, ''));
    fc.assert(
      fc.property(plain, (value) => {
        const made = lineOrNull(['/a', 'x.msi', `P=${value}`, 'Q=1']);
        if (made === null) return;
        const { properties } = parseMsiexecCommandLine(made);
        expect(commandLineToArgv(made)).toEqual(['/a', 'x.msi', `P=${properties.get('P')}`, 'Q=1']);
      }),
      seed,
    );
  });
});
