import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { LinearPattern } from '../../src/core/linear-pattern.js';
import { leavesUnmatched, pathFilter, unmatchedPatterns } from '../../src/core/path-filter.js';
import { caught } from '../support/caught.js';
import { runs } from '../support/thorough.js';

describe('pathFilter', () => {
  it.each([
    // A bare name matches in any folder; letter case does not matter.
    ['ccmcertfix.exe', 'SMS/Logs/KB977203/Ccmcertfix.exe', true],
    ['CCMCERT*', 'Ccmcertfix.exe', true],
    ['*.dll', 'bin/x64/Mcsisapip.dll', true],
    ['*.dll', 'bin/x64/Mcsisapip.dll.bak', false],
    ['*.DLL', 'a.dll/b.txt', false],
    // `**` crosses folders, also none; `*` stays within one.
    ['**/ccmcertfix.exe', 'Ccmcertfix.exe', true],
    ['**/ccmcertfix.exe', 'SMS/Logs/KB977203/Ccmcertfix.exe', true],
    ['SMS/*/x.txt', 'SMS/a/x.txt', true],
    ['SMS/*/x.txt', 'SMS/a/b/x.txt', false],
    ['sms/**', 'SMS/a/b/x.txt', true],
    ['SMS/**/x.txt', 'SMS/x.txt', true],
    // Windows users type backslashes, shells complete to ./
    ['SMS\\logs\\*', 'SMS/Logs/x.txt', true],
    ['./SMS/x.txt', 'SMS/x.txt', true],
    ['/SMS/x.txt', 'SMS/x.txt', true],
    ['{a,b}.txt', 'x/b.txt', true],
    ['file?.txt', 'file1.txt', true],
    ['*.config', 'dir/.config', true],
    ['.hidden', 'dir/.hidden', true],
    ['', 'a.txt', false],
    ['/', 'a.txt', false],
    ['./', 'dir/a.txt', false],
  ])('%s on %s: %s', (pattern, path, fits) => {
    expect(pathFilter([pattern])(path)).toBe(fits);
  });

  it('fits everything without patterns, anything that one of several fits', () => {
    expect(pathFilter([])('a/b')).toBe(true);
    expect(pathFilter(['*.txt', '*.dll'])('a/b.dll')).toBe(true);
    expect(pathFilter(['*.txt', '*.dll'])('a/b.exe')).toBe(false);
  });

  it('fits what picomatch says that it fits', () => {
    const word = fc.constantFrom(
      ...['a', 'b', 'ab', '.', '-', '*', '**', '?', '/', '[ab]', '[!a]', '[a-c]', '{a,b}', '{1..3}', '1'],
      ...[
        '+(a|b)',
        '!(a)',
        '@(ab|b*)',
        '*(a)',
        '?(b)',
        '(a|b)',
        'A',
        '!',
        '+',
        '~',
        '.cab',
        '{a,{b,*}}',
        "'",
        '#',
      ],
    );
    const pattern = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(''));
    const path = fc.string({
      unit: fc.constantFrom('a', 'b', 'B', 'c', '1', '.', '-', '/', '+'),
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(pattern, path, (glob, text) => {
        const normal = glob.replace(/^\.?\//, '');
        fc.pre(normal !== '');
        const name = normal.includes('/') ? text : text.slice(text.lastIndexOf('/') + 1);
        fc.pre(name !== '');
        const expected = picomatch(normal, { nocase: true, dot: true, windows: false })(name);
        expect(pathFilter([glob])(text)).toBe(expected);
        // The same by the linear engine alone.
        const { source } = picomatch.makeRe(normal, { nocase: true, dot: true, windows: false });
        const linear = new LinearPattern(source, { lookahead: true });
        expect(name === normal || linear.test(name)).toBe(expected);
      }),
      { seed: 20261126, numRuns: runs(1500) },
    );
  });

  it.each([
    ['many stars', '*-*-*-*-*-*-*.cab', '-'.repeat(255)],
    ['many stars in a path', '**/*a*a*a*a*a*b', `${'a'.repeat(250)}/${'a'.repeat(250)}`],
    ['repetitions of repetitions', '+(+(a))b', 'a'.repeat(255)],
    ['groups of a regular expression', '(a+)+b', 'a'.repeat(255)],
    ['alternatives that are alike', `${'{a,a}'.repeat(60)}b`, 'a'.repeat(255)],
    ['classes that repeat', '[ab]+[ab]+[ab]+[ab]+[ab]+c', 'a'.repeat(255)],
    ['opposites in a row', '!(a*)!(a*)!(a*)!(a*)x', 'b'.repeat(255)],
  ])(
    'ends soon with %s',
    (_, pattern, name) => {
      expect(pathFilter([pattern])(name)).toBe(false);
    },
    5000,
  );

  it.each([
    ['too long', 'a'.repeat(1001), 'b'],
    ['looking behind', 'a(?<!b)c', 'b'],
  ])('refuses a pattern that is %s', (_, pattern, path) => {
    expect(caught(() => pathFilter([pattern])(path))).toMatchObject({ code: 'USAGE' });
  });

  it('fits nothing where the pattern is empty', () => {
    expect(pathFilter([''])('a')).toBe(false);
    expect(pathFilter(['./'])('a')).toBe(false);
  });

  it.each(['a(1).txt', 'a[1].txt', 'a+b.txt', '!a.txt', '~$a.txt', 'c++.h'])(
    'finds %s by its own name',
    (name) => {
      expect(pathFilter([name])(`dir/${name}`)).toBe(true);
    },
  );
});

describe('unmatchedPatterns', () => {
  it('suggests the nearest name', () => {
    const [warning] = unmatchedPatterns(['a.txt', 'setp.exe'], ['x/a.txt', 'x/Setup.exe']);
    expect(warning?.message).toBe('no file matches setp.exe; did you mean Setup.exe?');
  });

  it.each([
    [['a.txt', 'setup.exe'], ['setup.exe']],
    [['A.TXT', '*.dll', 'x/*'], ['*.dll']],
    [['a.txt', 'no', 'no'], ['no']],
    [['b.txt'], []],
    [[], []],
  ])('of %j are %j', (patterns, expected) => {
    const warnings = unmatchedPatterns(patterns, ['x/a.txt', 'key']);
    expect(leavesUnmatched(patterns, warnings)).toBe(expected.length > 0);
    expect(leavesUnmatched(['else'], warnings)).toBe(false);
    expect(warnings.map(({ code, message }) => [code, message])).toEqual(
      expected.map((pattern) => ['PACKAGE_NO_FILE', `no file matches ${pattern}`]),
    );
  });
});
